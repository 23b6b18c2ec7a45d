"""A synthetic council to try the system on: invented people, schools, teams and requests.

Nobody here is real. The same seed always gives the same council.
"""
