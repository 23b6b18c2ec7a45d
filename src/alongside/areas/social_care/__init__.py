"""Children's social care as the council's statutory return tells it.

Referrals, assessments, section 47 enquiries, child protection and child in need plans, from the children
in need census that every authority sends the Department for Education each year (Children Act 1989 s83).
What was told is kept whole, year by year; what stands is worked out of it. Used by the social workers
and managers who hold a child's case, and by the hub that decides on a new request.
"""
