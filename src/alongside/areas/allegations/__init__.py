"""A concern about somebody who works with children: for the designated officer, and nobody at the school's team.
Law: Working Together 2023; Keeping Children Safe in Education, part 4. Used by everybody who works with children.
"""
