"""Who works where: an authority's own front door, and the people posted in teams of every kind.

Access lives and ends with a posting. What a role is, and which kind of organisation may hold it,
stands in the authority's pack with its law. Loaded by whoever runs a deployment.
"""
