"""Files that somebody sends and this deployment takes in: how each is read, and what became of it.

No law of its own: whoever sends a file has to be told what was taken, what was not, and why. Used by the
areas that load something, by the command, and by whoever runs a deployment.
"""
