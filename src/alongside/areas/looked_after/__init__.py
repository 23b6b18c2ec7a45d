"""Children whom the council looks after, as it tells the Department for Education each year (the SSDA903 return).

Law: Children Act 1989 s22 (who is looked after), s83 (the return); Care Planning Regulations 2010. Used by the
child's own social worker and their manager; the virtual school head sees when and that a home changed, no more.
Where a child lives, and anything about adoption, is kept and not shown.
"""
