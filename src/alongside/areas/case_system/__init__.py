"""Steps kept in a council's case management system, imported: assessments, visits, meetings, plans,
allocations and closures, so that nobody keys twice. Used by the council's engineers.
"""
