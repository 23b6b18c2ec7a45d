"""What each side reads of help: frozen, already redacted, as far as the viewer may know."""
