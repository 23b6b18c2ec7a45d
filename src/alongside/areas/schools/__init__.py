"""Schools and who is on their rolls.

Law: Education Act 1996 s434 and the School Attendance (Pupil Registration) (England) Regulations
2024 say who is a registered pupil. The establishments themselves come from Get Information About
Schools (GIAS), the Department for Education's register. Used by school offices, which load their
roll, and by every area that asks which school a child goes to.
"""
