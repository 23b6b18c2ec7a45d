"""What of a child's record cannot be right: it is taken out, with the reason, and the rest is taken.

A code that is not on the census's list is left out alone. A day that cannot be right takes with it what
it dates: an assessment, an enquiry, a plan, an episode, the child. So nobody is shown an open case
because its closure was mistyped.
"""

from collections.abc import Callable
from datetime import date, timedelta

from alongside.areas.social_care.rules.elements import Checked, Elements, day_of
from alongside.areas.social_care.rules.reasons import (
    BEFORE_REFERRAL,
    CLOSED_BEFORE,
    ENDED_BEFORE,
    NO_EPISODE,
    NO_NUMBER,
    NOT_A_BIRTH,
    NOT_A_DAY,
    NOT_A_NUMBER,
    REFERRED_AFTER_DEATH,
    TOO_LATE,
    TWICE,
    WITHOUT,
)
from alongside.areas.social_care.rules.shape import (
    ASSESSMENTS,
    BEGINS,
    DISABILITIES,
    ENQUIRIES,
    EPISODES,
    FACTORS,
    NEED_PLANS,
    PROTECTION_PLANS,
    REFERRED,
    REVIEWS,
    Path,
    Problem,
    Record,
)
from alongside.areas.social_care.terms import (
    ABUSE_CATEGORIES,
    CLOSURE_REASONS,
    ETHNICITIES,
    PRIMARY_NEEDS,
    REFERRAL_SOURCES,
    SEXES,
    UPN_UNKNOWN,
    YES_OR_NO,
)
from alongside.areas.social_care.terms import DISABILITIES as DISABILITY_CODES
from alongside.areas.social_care.terms import FACTORS as FACTOR_CODES
from alongside.foundation.identifiers import IdentifierError, parse_upn

LONGEST_NUMBER = 40  # of a child in the council's own system
OLDEST = 27  # a care leaver can be in need until 25; nobody in a census is older
BEFORE_BIRTH = timedelta(weeks=43)  # an unborn child is referred; the census's own rule says 40
MOST_PLANS = 30
_DIGITS = len(str(MOST_PLANS))


def is_number(text: str) -> bool:
    """Whether this can be a child's number in the council's own system."""
    return 0 < len(text) <= LONGEST_NUMBER and text.isprintable()


def _is_count_of_plans(text: str) -> bool:
    """Whether it is a number as the database reads it too, which knows no other digits than ours."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) <= MOST_PLANS


def check(record: Record, *, year: int, latest: date) -> Checked:
    """Take out what cannot be right in a census of this year, in which nothing is later than `latest`."""
    return _Check(record, year, latest).run()


class _Check(Elements):
    """One record, as it is gone through."""

    def run(self) -> Checked:
        record, done = self.record, self.done
        if not self._is_somebody():
            done.record = None
            return done
        done.upn = self._upn()
        self.codes((), record, "GenderCurrent", SEXES)
        self.codes((), record, "Ethnicity", ETHNICITIES)
        self.codes((), record, "UPNunknown", UPN_UNKNOWN)
        self.lists((), record, DISABILITIES, DISABILITY_CODES)
        record[EPISODES] = self._kept(
            EPISODES, record.get(EPISODES, []), (), REFERRED, self._episode
        )
        self._death()
        if not record[EPISODES]:
            if not done.problems:
                self.wrong((), record, EPISODES, NO_EPISODE)
            done.record = None
        return done

    def _is_somebody(self) -> bool:
        """Whether the number and the birth date can be a child's."""
        record = self.record
        number = record.get("LAchildID", "")
        if not is_number(number):
            self.wrong((), record, "LAchildID", NO_NUMBER, number)
            return False
        self.done.number = number
        for element in ("PersonBirthDate", "ExpectedPersonBirthDate"):
            if element not in record:
                continue
            born = day_of(record[element])
            longest = self.latest if element == "PersonBirthDate" else self.latest + BEFORE_BIRTH
            if born is None or born > longest or born.year < self.latest.year - OLDEST:
                self.wrong((), record, element, NOT_A_DAY if born is None else NOT_A_BIRTH)
                return False
            record[element] = born.isoformat()
            self.earliest = max(self.earliest, born - BEFORE_BIRTH)
        return True

    def _upn(self) -> str:
        """The UPN to know the child by. What was written stays in the record, to be sent back as it was."""
        written = self.record.get("UPN", "")
        if not written:
            return ""
        try:
            return parse_upn(written)
        except IdentifierError as wrong:
            self.done.problems.append(Problem(self.record, "UPN", f"{wrong} {WITHOUT}", written))
            return ""

    def _death(self) -> None:
        record = self.record
        if "PersonDeathDate" not in record:
            return
        died = self.day((), record, "PersonDeathDate", self.earliest)
        if died is None:
            return
        referred = [episode[REFERRED] for episode in record[EPISODES]]
        if referred and max(referred) > record["PersonDeathDate"]:
            self.wrong((), record, "PersonDeathDate", REFERRED_AFTER_DEATH)

    def _kept(
        self,
        kind: str,
        told: list[Record],
        path: Path,
        begins: str,
        is_right: Callable[[Path, Record, date], bool],
    ) -> list[Record]:
        """Of episodes, or of what one holds, those that can be taken; none of one day twice."""
        kept: dict[str, Record] = {}
        for one in told:
            # What is held of the day that was meant stays, whatever it was.
            where = path if kind == EPISODES else (*path, kind)
            begun = self.day((*where, ""), one, begins, self.earliest, leaves=False)
            if begun is None:
                continue
            one[begins] = day = begun.isoformat()
            if day in kept:
                self.done.problems.append(Problem(one, begins, TWICE, day))
            elif is_right((*where, day), one, begun):
                kept[day] = one
            else:
                self.done.unsure.add((*where, day))
        return [kept[day] for day in sorted(kept)]

    def _episode(self, path: Path, one: Record, begun: date) -> bool:
        closed = self.after(one, "CINclosureDate", begun, CLOSED_BEFORE)
        met = self.after(one, "DateOfInitialCPC", begun, BEFORE_REFERRAL)
        if not (closed and met):
            return False
        self.codes(path, one, "ReferralSource", REFERRAL_SOURCES)
        self.codes(path, one, "PrimaryNeedCode", PRIMARY_NEEDS)
        self.codes(path, one, "ReasonForClosure", CLOSURE_REASONS)
        self.codes(path, one, "ReferralNFA", YES_OR_NO)
        for kind, is_right in (
            (ASSESSMENTS, self._assessment),
            (NEED_PLANS, self._need_plan),
            (ENQUIRIES, self._enquiry),
            (PROTECTION_PLANS, self._protection_plan),
        ):
            if kind in one:
                one[kind] = self._kept(kind, one[kind], path, BEGINS[kind], is_right)
        return True

    def _assessment(self, path: Path, one: Record, begun: date) -> bool:
        if begun.isoformat() < path[0]:
            return self.refuse(one, BEGINS[ASSESSMENTS], BEFORE_REFERRAL)
        self.lists(path, one, FACTORS, FACTOR_CODES)
        self.any_day(path, one, "AssessmentInternalReviewDate")
        return self.after(one, "AssessmentAuthorisationDate", begun, ENDED_BEFORE)

    def _need_plan(self, _path: Path, one: Record, begun: date) -> bool:
        return self.after(one, "CINPlanEndDate", begun, ENDED_BEFORE)

    def _enquiry(self, path: Path, one: Record, begun: date) -> bool:
        if begun.isoformat() < path[0]:
            return self.refuse(one, BEGINS[ENQUIRIES], BEFORE_REFERRAL)
        self.codes(path, one, "ICPCnotRequired", YES_OR_NO)
        self.any_day(path, one, "InitialCPCtarget")
        return self.after(one, "DateOfInitialCPC", begun, ENDED_BEFORE)

    def _protection_plan(self, path: Path, one: Record, begun: date) -> bool:
        self.codes(path, one, "InitialCategoryOfAbuse", ABUSE_CATEGORIES)
        self.codes(path, one, "LatestCategoryOfAbuse", ABUSE_CATEGORIES)
        before = one.get("NumberOfPreviousCPP")
        if before is not None and not _is_count_of_plans(before):
            self.wrong(path, one, "NumberOfPreviousCPP", NOT_A_NUMBER)
        if not self.after(one, "CPPendDate", begun, ENDED_BEFORE):
            return False
        if REVIEWS in one:
            one[REVIEWS] = self._reviews(path, one, begun)
        return True

    def _reviews(self, path: Path, plan: Record, begun: date) -> list[str]:
        kept: dict[str, None] = {}
        for place, text in enumerate(plan[REVIEWS]):
            day = day_of(text)
            if day is None or not begun <= day <= self.latest:
                reason = NOT_A_DAY if day is None else ENDED_BEFORE if day < begun else TOO_LATE
            elif (iso := day.isoformat()) in kept:
                reason = TWICE
            else:
                kept[iso] = None
                continue
            self.wrong(path, plan, REVIEWS, reason, text, place)
        return sorted(kept)
