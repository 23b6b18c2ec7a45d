"""Clocks record nothing themselves: the job that finds one due records it in the chronology."""
