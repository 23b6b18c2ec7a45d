"""Which act of the front door needs which permission; the matrix says which relationship gives it."""

from alongside.access.viewer import Permission

TELL = Permission(
    act="tell",
    part="request",
    purpose="safeguarding",
    refusal="Only a school's designated safeguarding lead or deputy can ask for help here.",
)
SEE_YOUR_CHILDREN = Permission(
    act="search",
    part="identity",
    purpose="safeguarding",
    refusal="Only a school's safeguarding team has this page.",
)
READ_REQUEST = Permission(act="read", part="request", purpose="safeguarding")
MARK_READ = Permission(
    act="mark_read",
    part="request",
    purpose="safeguarding",
    refusal="Only the safeguarding lead or a deputy can mark a decision as read.",
)
SEE_QUEUE = Permission(
    act="see_queue",
    part="request",
    purpose="safeguarding",
    refusal="Only the team that receives requests has this page.",
)
ACKNOWLEDGE = Permission(
    act="acknowledge",
    part="request",
    purpose="safeguarding",
    refusal="Only the team that received this request can take it on.",
)
HAND_BACK = Permission(
    act="hand_back",
    part="request",
    purpose="safeguarding",
    refusal="Only the team that received this request can hand it back.",
)
PROPOSE_DECISION = Permission(
    act="propose_decision",
    part="request",
    purpose="safeguarding_decision",
    refusal="Only the team that received this request can write its decision.",
)
DECIDE = Permission(
    act="decide",
    part="request",
    purpose="safeguarding_decision",
    refusal="Only a registered social worker can make or confirm a decision.",
)
SEE_FIGURES = Permission(
    act="see_figures",
    part="management",
    purpose="safeguarding",
    refusal="Only managers have this page.",
)
RECORD_CALL = Permission(
    act="record_call",
    part="request",
    purpose="safeguarding",
    refusal="Only the team that received this request can record a call about it.",
)
SEE_SCHOOL_RECORD = Permission(
    act="see_figures",
    part="management",
    purpose="safeguarding",
    refusal="Only the safeguarding lead, a deputy or the head can see your school's record.",
)
ASK = Permission(
    act="ask",
    part="enquiry",
    purpose="safeguarding",
    refusal="Only the team that received this request can ask about it.",
)
ANSWER = Permission(
    act="answer",
    part="enquiry",
    purpose="safeguarding",
    refusal="Only the team that was asked can answer.",
)
JUDGE_IDENTITY = Permission(
    act="judge_identity",
    part="identity",
    purpose="safeguarding",
    refusal="Only the team that received this request can decide whether two records are of one child.",
)
TAKE_OVER = Permission(
    act="take_over",
    part="request",
    purpose="safeguarding",
    refusal="Only a manager can take a request over from a colleague.",
)
RECORD_TRANSFER = Permission(
    act="record_transfer",
    part="request",
    purpose="safeguarding",
    refusal="Only the team that received this request can record another council's answer.",
)
