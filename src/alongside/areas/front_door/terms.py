"""The front door's words, in the field's own."""

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices


class RequestState(TextChoices):
    """Where a request stands. Told and read are moments of a decided request, not states of it."""

    WAITING = "waiting", "Waiting for somebody to look at it"
    ACKNOWLEDGED = "acknowledged", "Being looked at"
    PROPOSED = "proposed", "Decision waiting for a social worker"
    DECIDED = "decided", "Decided"


class Outcome(TextChoices):
    """What a request can lead to; the words a school reads come from the authority's pack."""

    STRATEGY_DISCUSSION = "strategy_discussion", "Strategy discussion"
    ASSESSMENT = "assessment", "Child and family assessment"
    FAMILY_HELP = "family_help", "Family help"
    ANOTHER_ORGANISATION = "another_organisation", "Another organisation"
    ADVICE = "advice", "Advice and local offer"
    ALREADY_OPEN = "already_open", "Already open to a worker"
    ANOTHER_AUTHORITY = "another_authority", "Another council's child"
    NO_FURTHER_ACTION = "no_further_action", "No further action"


class LevelOfNeed(IntegerChoices):
    """Levels of need: the wording is local and comes from the pack."""

    UNIVERSAL = 1, "Universal"
    EARLY_HELP = 2, "Early help"
    TARGETED = 3, "Targeted"
    ACUTE = 4, "Acute"


class TellingFailure(TextChoices):
    NO_LIVE_READER = "no_live_reader", "Nobody is posted in the team that asked"
    NO_RIGHT = "no_right", "The team that asked may no longer know this"
    BOUNCED = "bounced", "Every email bounced and nobody has read it"


class EnquiryState(TextChoices):
    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "No longer asked"
    LEFT = "left", "Nobody is left there to answer"


class TransferState(TextChoices):
    OFFERED = "offered", "Waiting for the other council"
    ACCEPTED = "accepted", "Taken on by the other council"
    REFUSED = "refused", "Not taken on: ours"


class Standing(TextChoices):
    """Why a request stands in the hub's queue, in the order in which one reason outweighs another."""

    WAITING = "waiting", "Waiting for somebody to look at it"
    ACKNOWLEDGED = "acknowledged", "Being looked at"
    PROPOSED = "proposed", "Decision waiting for a social worker"
    RING = "ring", "Ring the school first"
    NOT_TOLD = "not_told", "Decided, school not told yet"
    DECLINED = "declined", "Back with us: hand on"
    REFUSED = "refused", "Not taken on by another council: hand on"
    RECONSIDERED = "reconsidered", "To hand on after a disagreement"
    TRANSFER = "transfer", "Waiting for another council"


class Told(TextChoices):
    INBOX = "inbox", "In their inbox"
    CALL = "call", "By telephone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page of *Tell us about a child*. `{name}` is the child's name as used."""

    key: str
    title: str
    hint: str
    required: str = ""  # what to say when it is left empty; empty where it may be
    kind: str = "words"  # words | yes_no
    follow_up: str = ""  # for yes_no: asked on "no", and required then


QUESTIONS: tuple[Question, ...] = (
    Question(
        key="danger",
        title="Is {name} in immediate danger now?",
        hint="For example, hurt or about to be hurt, or going home today to somebody who may hurt them.",
        required="Select yes if {name} is in immediate danger now",
        kind="yes_no",
    ),
    Question(
        key="what_happened",
        title="What has happened?",
        hint="Say what was seen, heard or said, when, and by whom. Keep facts apart from opinion.",
        required="Enter what has happened",
    ),
    Question(
        key="harm",
        title="What harm has there been, and how do you know?",
        hint="Injuries, changes you have noticed, things said. If you do not know of any, say so.",
        required="Enter what harm you know of, or say that you know of none",
    ),
    Question(
        key="worries",
        title="What are you worried will happen if nothing changes?",
        hint="For {name}, and for anyone else at home.",
        required="Enter what you are worried about",
    ),
    Question(
        key="working_well",
        title="What is working well?",
        hint="People who help, things {name} enjoys, anything the family has already changed.",
    ),
    Question(
        key="child_voice",
        title="What does {name} say?",
        hint="Use their own words where you can. If you have not spoken with them, say why.",
        required="Enter what {name} says, or why you have not asked",
    ),
    Question(
        key="parents_view",
        title="What do the parents or carers say?",
        hint="If you have not spoken with them, leave this empty: we ask about that next.",
    ),
    Question(
        key="family_knows",
        title="Does the family know that you are asking for help?",
        hint="Tell them unless it would put {name} or someone else at risk.",
        required="Select yes if the family knows that you are asking for help",
        kind="yes_no",
        follow_up="If the family does not know, why not?",
    ),
    Question(
        key="household",
        title="Who lives with {name}, and who else matters?",
        hint="Brothers and sisters, who has parental responsibility, and anyone you are worried about.",
    ),
    Question(
        key="already_tried",
        title="What have you already tried?",
        hint="Help from school, an early help assessment, other organisations, and what came of it.",
    ),
    Question(
        key="needs_to_happen",
        title="What needs to happen?",
        hint="What you would like to be different for {name}, and what you can do at school.",
        required="Enter what needs to happen",
    ),
)
QUESTION_BY_KEY = {question.key: question for question in QUESTIONS}
