"""Words of a disagreement."""

from django.db.models import TextChoices


class ChallengeState(TextChoices):
    """Where a challenge stands. While it is open, the hub owes an answer at its present stage."""

    OPEN = "open", "Waiting for an answer"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn by the school"
    CLOSED = "closed", "Closed: the school accepts the answer"


GOING = (ChallengeState.OPEN, ChallengeState.ANSWERED)


class Result(TextChoices):
    """What an answer comes to. It changes no decision by itself: it says what will now happen."""

    CHANGED = "changed", "The decision changes"
    PARTLY = "partly", "Part of the decision changes"
    STANDS = "stands", "The decision stands"


UPHELD = (Result.CHANGED, Result.PARTLY)  # the school was promised that something will change
