"""A professional disagreement with a decision, through the local stages, each with its clock, answered in writing.
Source: Working Together 2023 and local escalation procedures. Used by schools and the hub.
"""
