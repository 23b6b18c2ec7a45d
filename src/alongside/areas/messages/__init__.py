"""Who is told of what: deliveries are addressed with the event and delivered from this outbox.

A delivery belongs to a team, never to one person. Told means that it lies in the inbox of a team
with somebody posted there now, or that a telephone call was recorded. Email names no child.
"""
