"""Which act on help needs which permission; the matrix says which relationship gives it."""

from alongside.access.viewer import Permission

SAFEGUARDING = "safeguarding"
SEE_WORK = Permission(
    act="see_work",
    part="management",
    purpose=SAFEGUARDING,
    refusal="Only a team that helps families has this page.",
)
SEE_FIGURES = Permission(
    act="see_figures",
    part="management",
    purpose=SAFEGUARDING,
    refusal="Only a team's manager has this page.",
)
READ_HELP = Permission(act="read", part="plan", purpose=SAFEGUARDING)
HAND_ON = Permission(
    act="hand_on",
    part="plan",
    purpose=SAFEGUARDING,
    refusal="Only the team that received the request can hand it on.",
)
ACCEPT = Permission(
    act="accept",
    part="plan",
    purpose=SAFEGUARDING,
    refusal="Only the team that was asked can take this on.",
)
NAME_LEAD = Permission(
    act="name_lead",
    part="plan",
    purpose=SAFEGUARDING,
    refusal="Only the team that helps can name its lead practitioner.",
)
RECORD_PLAN = Permission(
    act="record",
    part="plan",
    purpose=SAFEGUARDING,
    refusal="Only the team that helps can record this.",
)
RECORD_CONTACT = Permission(
    act="record",
    part="assessment",
    purpose=SAFEGUARDING,
    refusal="Only the team that helps can record this.",
)
GIVE_FEEDBACK = Permission(
    act="give_feedback",
    part="feedback",
    purpose=SAFEGUARDING,
    refusal="Only the team that helps can write to the school about it.",
)
READ_FEEDBACK = Permission(
    act="mark_read",
    part="feedback",
    purpose=SAFEGUARDING,
    refusal="Only the safeguarding lead or a deputy can mark this as read.",
)
END_HELP = Permission(
    act="end_help",
    part="plan",
    purpose=SAFEGUARDING,
    refusal="Only the team that helps can end it.",
)
INVITE = Permission(
    act="invite",
    part="plan",
    purpose=SAFEGUARDING,
    refusal="Only the team that helps can change the team around the child.",
)
