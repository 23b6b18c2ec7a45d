"""The closed vocabularies of a pack: a new act, part or purpose is added here."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    LOCAL_AUTHORITY = "local_authority"
    SCHOOL = "school"
    CHILDRENS_CENTRE = "childrens_centre"
    HEALTH_PROVIDER = "health_provider"
    POLICE_FORCE = "police_force"
    CHARITY = "charity"


class Relationship(StrEnum):
    """How an organisation, team or named practitioner is tied to a child."""

    ON_ROLL = "on_roll"
    RESPONSIBLE_AUTHORITY = "responsible_authority"
    IN_CARE = "in_care"  # the authority looks after the child
    ALLOCATED = "allocated"
    PLAN_MEMBER = "plan_member"
    REFERRER = "referrer"
    NOTIFIED = "notified"
    HEALTH_EPISODE = "health_episode"
    PLACEMENT_PROVIDER = "placement_provider"
    LINK_WORKER = "link_worker"
    RECEIVED = "received"
    CONSULTED = "consulted"
    ASSIGNED = "assigned"
    OWN_WORK = "own_work"  # no tie: what a role does that is about no one child, such as a list


class Part(StrEnum):
    """A part of a child's record, each granted by itself."""

    POINTER = "pointer"
    IDENTITY = "identity"
    LOCATION = "location"
    REQUEST = "request"
    NOTICE = "notice"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    LOOKED_AFTER = "looked_after"  # that a child is looked after, and when: nothing of where
    SOCIAL_CARE = (
        "social_care"  # referrals, assessments and plans as the statutory return tells them
    )
    PLACEMENT = "placement"
    ADOPTION = "adoption"
    SENSITIVE = "sensitive"
    THIRD_PARTY = "third_party"
    RELATIONSHIP = "relationship"
    FAMILY = "family"
    FEEDBACK = "feedback"  # what the school that asked is told after the decision
    ENQUIRY = "enquiry"  # what an organisation was asked about a child, and what it said
    CHALLENGE = "challenge"
    ALLEGATION = "allegation"
    MANAGEMENT = "management"
    AUDIT = "audit"


class Purpose(StrEnum):
    """Why somebody looks or acts: it comes from the page, never from what a person types."""

    SAFEGUARDING = "safeguarding"
    SAFEGUARDING_DECISION = "safeguarding_decision"
    EDUCATION = "education"
    AUDIT = "audit"
    OPERATION = "operation"


class Act(StrEnum):
    READ = "read"
    SEARCH = "search"
    SEE_QUEUE = "see_queue"
    TELL = "tell"  # draft and send a request
    ACKNOWLEDGE = "acknowledge"
    HAND_BACK = "hand_back"
    PROPOSE_DECISION = "propose_decision"
    DECIDE = "decide"  # make or confirm
    MARK_READ = "mark_read"
    RECORD_CALL = "record_call"
    RECORD = "record"  # write an event or a text of that part
    START_REFERRER = "start_referrer"
    START_RECEIVED = "start_received"
    START_ALLOCATED = "start_allocated"
    END_ALLOCATED = "end_allocated"
    START_CONSULTED = "start_consulted"
    END_CONSULTED = "end_consulted"
    START_PLAN_MEMBER = "start_plan_member"
    END_PLAN_MEMBER = "end_plan_member"
    START_ASSIGNED = "start_assigned"
    END_ASSIGNED = "end_assigned"
    TAKE_OVER = "take_over"  # what a live colleague holds
    ASK = "ask"  # the referrer, or another organisation, for what they know
    ANSWER = "answer"
    JUDGE_IDENTITY = "judge_identity"  # whether two records are of one child
    HAND_ON = "hand_on"  # a decided request to a team that will help
    RECORD_TRANSFER = "record_transfer"
    SEE_WORK = "see_work"
    ACCEPT = "accept"
    NAME_LEAD = "name_lead"
    GIVE_FEEDBACK = "give_feedback"
    END_HELP = "end_help"
    INVITE = "invite"
    ASSIGN = "assign"
    SEE_FIGURES = "see_figures"
    SEE_LOADS = "see_loads"  # what came in from files
    JUDGE_MATCH = "judge_match"  # whether a child of a file is a child known here
    MARK_AWAY = "mark_away"
    PRINT = "print"  # a child's page on paper, which nobody can take back
    SEE_INBOX = "see_inbox"
    MARK_MESSAGES = "mark_messages"  # as read, for the whole team
    REPORT = "report"  # a concern about somebody who works with children
    CHALLENGE = "challenge"
    ANSWER_CHALLENGE = "answer_challenge"


class Subject(StrEnum):
    """What a clock can be about."""

    CHILD = "child"
    REQUEST = "request"
    NOTICE = "notice"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    LOOKED_AFTER = "looked_after"  # that a child is looked after, and when: nothing of where
    PLACEMENT = "placement"
    ENQUIRY = "enquiry"
    CHALLENGE = "challenge"
    ALLEGATION = "allegation"


class Urgency(StrEnum):
    AT_ONCE = "at_once"
    BEFORE_NEXT_SCHOOL_DAY = "before_next_school_day"
    DAILY_DIGEST = "daily_digest"


class OpeningDays(StrEnum):
    WORKING = "working"


class TeamKind(StrEnum):
    """The kinds of team that may receive requests for help."""

    FRONT_DOOR = "front_door"
    EMERGENCY_DUTY_TEAM = "emergency_duty_team"


class Domain(StrEnum):
    """The three domains of the Assessment Framework (Department of Health, 2000)."""

    CHILD_DEVELOPMENT = "child_development"
    PARENTING_CAPACITY = "parenting_capacity"
    FAMILY_AND_ENVIRONMENT = "family_and_environment"


class RequestOutcome(StrEnum):
    """What a request for help or protection can lead to."""

    STRATEGY_DISCUSSION = "strategy_discussion"
    ASSESSMENT = "assessment"
    FAMILY_HELP = "family_help"
    ANOTHER_ORGANISATION = "another_organisation"
    ADVICE = "advice"
    ALREADY_OPEN = "already_open"
    ANOTHER_AUTHORITY = "another_authority"
    NO_FURTHER_ACTION = "no_further_action"


# What a school reads of help, before the practitioner's own words. Never a child's name.
FEEDBACK_PLACEHOLDERS: dict[str, frozenset[str]] = {
    "not_shared": frozenset({"team"}),
    "passed_on": frozenset({"team"}),
    "accepted": frozenset({"team"}),
    "lead_named": frozenset({"team", "lead"}),
    "lead_changed": frozenset({"team", "lead"}),
    "meeting": frozenset({"team", "day"}),
    "meeting_cancelled": frozenset({"team", "day"}),
    "update": frozenset({"team"}),
    "ended": frozenset({"team", "reason"}),
}

# Each line of status, and what it may mention. A child's name is never among them: these lines
# are shown in lists, on shared screens and in email.
STATUS_PLACEHOLDERS: dict[str, frozenset[str]] = {
    "draft": frozenset(),
    "waiting": frozenset({"team", "due"}),
    "acknowledged": frozenset({"team", "due"}),
    "handed_back": frozenset({"team", "due"}),
    "proposed": frozenset({"team", "due"}),
    "overdue": frozenset({"team", "due", "duty_line"}),
    "decided": frozenset({"team", "outcome"}),
    "information_asked": frozenset({"team", "due"}),
    "answer_owed": frozenset({"team", "due"}),
    "transfer_waiting": frozenset({"team"}),
    "transfer_accepted": frozenset({"authority"}),
    "offered": frozenset({"team", "outcome"}),
    "accepted": frozenset({"team", "outcome"}),
    "active": frozenset({"team", "outcome", "lead"}),
    "active_meeting": frozenset({"team", "outcome", "lead", "day"}),
    "ended": frozenset({"team", "outcome"}),
}

# What a school is told of imported help, and what may be filled in there.
IMPORTED_PLACEHOLDERS: dict[str, frozenset[str]] = {
    "accepted": frozenset({"team"}),
    "lead_named": frozenset({"team", "lead"}),
    "lead_changed": frozenset({"team", "lead"}),
    "ended": frozenset({"team"}),
    "corrected": frozenset({"team"}),
}
