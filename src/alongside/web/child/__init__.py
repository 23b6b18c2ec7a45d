"""A child's page, for everybody with a right to the child; each reads the parts that are theirs."""
