"""What people do at the front door: each call is one transaction that ends in a recorded event."""

from alongside.areas.front_door.actions.answering import answer_enquiry, save_answer_draft
from alongside.areas.front_door.actions.asking import (
    add_what_is_known,
    ask_referrer,
    consult,
    withdraw_enquiry,
)
from alongside.areas.front_door.actions.claims import acknowledge_request, hand_back_request
from alongside.areas.front_door.actions.courses import Course
from alongside.areas.front_door.actions.deciding import (
    confirm_decision,
    propose_decision,
    return_decision,
)
from alongside.areas.front_door.actions.decision_drafts import save_decision_draft
from alongside.areas.front_door.actions.drafts import (
    begin_draft,
    choose_siblings,
    choose_telling,
    discard_draft,
    save_answer,
    save_answers,
)
from alongside.areas.front_door.actions.errors import (
    AskedNobody,
    ChangedMeanwhile,
    DecisionIncomplete,
    HeldByAnother,
    NothingSent,
    NothingWritten,
    NotPossibleNow,
)
from alongside.areas.front_door.actions.handing_on import (
    hand_nothing_on,
    hand_on_again,
    reconsider,
    record_transfer_answer,
)
from alongside.areas.front_door.actions.history import CourseRefused, record_many
from alongside.areas.front_door.actions.judging import judge_identity
from alongside.areas.front_door.actions.leaving import take_back_questions_of_empty_teams
from alongside.areas.front_door.actions.reading import mark_decision_read
from alongside.areas.front_door.actions.sending import NoLongerOnRoll, NoReceivingTeam, send_request
from alongside.areas.front_door.actions.telling import (
    record_call,
    record_not_told,
    record_told,
    reopen_unreadable,
)
from alongside.areas.front_door.actions.unsent import alert_unsent_drafts

__all__ = [
    "AskedNobody",
    "ChangedMeanwhile",
    "Course",
    "CourseRefused",
    "DecisionIncomplete",
    "HeldByAnother",
    "NoLongerOnRoll",
    "NoReceivingTeam",
    "NotPossibleNow",
    "NothingSent",
    "NothingWritten",
    "acknowledge_request",
    "add_what_is_known",
    "alert_unsent_drafts",
    "answer_enquiry",
    "ask_referrer",
    "begin_draft",
    "choose_siblings",
    "choose_telling",
    "confirm_decision",
    "consult",
    "discard_draft",
    "hand_back_request",
    "hand_nothing_on",
    "hand_on_again",
    "judge_identity",
    "mark_decision_read",
    "propose_decision",
    "reconsider",
    "record_call",
    "record_many",
    "record_not_told",
    "record_told",
    "record_transfer_answer",
    "reopen_unreadable",
    "return_decision",
    "save_answer",
    "save_answer_draft",
    "save_answers",
    "save_decision_draft",
    "send_request",
    "take_back_questions_of_empty_teams",
    "withdraw_enquiry",
]
