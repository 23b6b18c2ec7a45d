"""The words of the feed: what a step may be, how it stands, and why, as it is answered."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a step is; steps of one moment count in this order."""

    OPENING = "opening", "Case opened"
    ALLOCATION = "allocation", "Allocated to a team or worker"
    ASSESSMENT_STARTED = "assessment_started", "Assessment started"
    PLAN_STARTED = "plan_started", "Plan started"
    VISIT = "visit", "Visit or other contact"
    MEETING = "meeting", "Meeting"
    ASSESSMENT_COMPLETED = "assessment_completed", "Assessment completed"
    PLAN_ENDED = "plan_ended", "Plan ended"
    CLOSURE = "closure", "Case closed"


RANK = {kind: place for place, kind in enumerate(Kind.values)}


class PlanKind(TextChoices):
    CHILD_IN_NEED = "child_in_need", "Child in need plan"
    CHILD_PROTECTION = "child_protection", "Child protection plan"
    FAMILY_HELP = "family_help", "Family help plan"
    CARE = "care", "Care plan"


class AssessmentKind(TextChoices):
    CHILD_AND_FAMILY = "child_and_family", "Child and family assessment"
    SECTION_47 = "section_47", "Section 47 enquiry"
    FAMILY_HELP = "family_help", "Family help assessment"
    OTHER = "other", "Another assessment"


class Status(TextChoices):
    """How a step that was kept stands. A row that could not be kept is not a step: it goes back."""

    APPLIED = "applied", "Applied"
    WAITING = "waiting", "Kept, and waiting"
    SUPERSEDED = "superseded", "Kept, and of no effect"
    CONTRADICTED = "contradicted", "Told in two ways at one moment: neither counts"


class Reason(TextChoices):
    """Why a step stands as it does; the words are the answer to whoever keeps the case system."""

    NONE = "", "Applied."
    UNKNOWN_WORKER = (
        "unknown_worker",
        "Nobody with this email address works in the team here: the team has it, without a lead.",
    )
    UNKNOWN_TEAM = "unknown_team", "No team of this name is known here. It waits until one is."
    NO_OPENING = "no_opening", "The opening of its case has not come. It waits for it."
    BEFORE_OPENING = "before_opening", "It is dated before its case opened. Correct one of the two."
    AFTER_CLOSURE = "after_closure", "It is dated after its case closed. Correct one of the two."
    UNKNOWN_REQUEST = (
        "unknown_request",
        "No help was asked of this child's request of that reference. It waits until it is.",
    )
    SEVERAL_REQUESTS = (
        "several_requests",
        "Help for several requests waits for this team. Say which with request_reference.",
    )
    OPENED_ALREADY = "opened_already", "Its case has an earlier opening, which counts."
    CLOSED_ALREADY = "closed_already", "Its case has an earlier closure, which counts."
    WITHDRAWN = "withdrawn", "It was withdrawn."
    TWO_CONTENTS = (
        "two_contents",
        "This step came with two contents and one changed_at. Neither counts until a later one comes.",
    )
    OLDER = "older", "A later version of this step is held, and counts."
