"""The front door: a school tells, the hub decides, the school is told.

Requests for help or protection from first word to answer. Law: Children Act 1989 s17 and s47,
Children Act 2004 s10 and s11, Working Together to Safeguard Children (2023). Used by designated
safeguarding leads and their deputies, and by the hub's screeners, social workers and managers.
"""
