"""Alongside joins the people who work with a child around that child."""

__version__ = "0.1.0"
