"""What is done with a family after the decision: who took it on, the lead practitioner, meetings, and what the
school is told. Law: Children Act 1989 s17; Working Together to Safeguard Children 2023 (lead practitioner,
family help, feedback to the referrer). Used by assessment and family help teams, school nurses, CAMHS, charities.
"""
