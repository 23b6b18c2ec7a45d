"""Messages record nothing themselves: the job that delivers one records it in the chronology."""
