"""Words of a concern about somebody who works with children."""

from dataclasses import dataclass

from django.db.models import TextChoices


class ConcernState(TextChoices):
    """Where a concern stands with the designated officer."""

    REPORTED = "reported", "Waiting for an officer to look at it"
    ACKNOWLEDGED = "acknowledged", "Being looked at"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


class ConcernOutcome(TextChoices):
    """How a concern ends. The first five are those of the statutory guidance for schools."""

    SUBSTANTIATED = "substantiated", "Substantiated"
    MALICIOUS = "malicious", "Malicious"
    FALSE = "false", "False"
    UNSUBSTANTIATED = "unsubstantiated", "Unsubstantiated"
    UNFOUNDED = "unfounded", "Unfounded"
    NOT_FOR_US = "not_for_us", "Did not meet the test: advice given"
    PASSED_ON = "passed_on", "Passed to another council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page of *Tell the designated officer*."""

    key: str
    title: str
    hint: str
    required: str = ""  # what to say when it is left empty; empty where it may be
    kind: str = "words"  # line | words | yes_no


QUESTIONS: tuple[Question, ...] = (
    Question(
        key="danger",
        title="Is a child in danger now?",
        hint="For example, the person is with children at this moment and may hurt one of them.",
        required="Select yes if a child is in danger now",
        kind="yes_no",
    ),
    Question(
        key="about_name",
        title="Who is your concern about?",
        hint="The full name of the adult. If you do not know it, describe the person.",
        required="Enter who your concern is about",
        kind="line",
    ),
    Question(
        key="about_role",
        title="What is their job or role with children?",
        hint="For example, teacher, headteacher, coach, foster carer, volunteer, driver.",
        required="Enter what they do with children, or that you do not know",
        kind="line",
    ),
    Question(
        key="about_workplace",
        title="Where do they do this work?",
        hint="The school, club or organisation. Name each one you know of.",
        required="Enter where they work with children, or that you do not know",
        kind="line",
    ),
    Question(
        key="what_happened",
        title="What has happened?",
        hint="What was seen, heard or said, when, where and by whom. Keep facts apart from opinion.",
        required="Enter what has happened",
    ),
    Question(
        key="children",
        title="Which children does it concern?",
        hint="Names if you know them, and whether they are safe now. Leave empty if you know of none.",
    ),
    Question(
        key="who_knows",
        title="Who else knows of this?",
        hint="For example, the person themselves, their manager, the child’s parents or the police.",
    ),
)
FIELDS = tuple(question.key for question in QUESTIONS)
