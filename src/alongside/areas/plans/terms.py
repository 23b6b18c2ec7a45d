"""The words of help: what was taken on, how it stands, and what a school is told of it."""

from django.db.models import TextChoices


class HelpState(TextChoices):
    """Where a period of help stands. A team is responsible in every state but the last three."""

    OFFERED = "offered", "Waiting for the team to take it on"
    ACCEPTED = "accepted", "Taken on; no lead practitioner yet"
    ACTIVE = "active", "Under way"
    DECLINED = "declined", "Not taken on: back with the hub"
    RETURNED = "returned", "Nobody is left in the team: back with the hub"
    ENDED = "ended", "Ended"


class Basis(TextChoices):
    """On what the help rests: it decides what may be told of it."""

    STATUTORY = "statutory", "Statutory: the authority must act"
    AGREEMENT = "agreement", "Agreement of the family or the young person"


class AgreedBy(TextChoices):
    FAMILY = "family", "The family"
    YOUNG_PERSON = "young_person", "The young person, who is competent to agree"


class About(TextChoices):
    """What a school is told after the decision; the last part of the event's name, feedback_*."""

    PASSED_ON = "passed_on", "Another team has been asked"
    ACCEPTED = "accepted", "The team has taken it on"
    LEAD_NAMED = "lead_named", "Who the lead practitioner is"
    LEAD_CHANGED = "lead_changed", "Change of lead practitioner"
    MEETING = "meeting", "When the next meeting is"
    UPDATE = "update", "How it is going"
    ENDED = "ended", "That it has ended, and how"


class ContactKind(TextChoices):
    VISIT = "visit", "Visit"
    CALL = "call", "Telephone or video call"
    CONVERSATION = "conversation", "Conversation elsewhere"
    MESSAGE = "message", "Letter, email or text message"
    ATTEMPT = "attempt", "Attempt that reached nobody"


class ChildSeen(TextChoices):
    ALONE = "alone", "Seen alone"
    SEEN = "seen", "Seen with others"
    NOT_SEEN = "not_seen", "Not seen"


class MeetingKind(TextChoices):
    TEAM_AROUND_THE_CHILD = "team_around_the_child", "Team around the child or family"
    CHILD_IN_NEED_REVIEW = "child_in_need_review", "Child in need review"
    STRATEGY_DISCUSSION = "strategy_discussion", "Strategy discussion"
    CHILD_PROTECTION_CONFERENCE = "child_protection_conference", "Child protection conference"
    CORE_GROUP = "core_group", "Core group"
    OTHER = "other", "Another meeting"


class MeetingState(TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class EndReason(TextChoices):
    NEEDS_MET = "needs_met", "Help is no longer needed"
    STEPPED_DOWN = "stepped_down", "Other help is enough now"
    STEPPED_UP = "stepped_up", "More help is needed"
    FAMILY_DECLINED = "family_declined", "The family did not want it"
    MOVED_AWAY = "moved_away", "Moved away"
    NOT_NEEDED = "not_needed", "It was not needed"
    TURNED_EIGHTEEN = "turned_eighteen", "Turned 18"
    DIED = "died", "The child died"


class Source(TextChoices):
    PAGES = "pages", "Recorded here"
    CASE_SYSTEM = "case_system", "Imported from the case management system"
