"""Signing in, and acting as a posting."""
