"""On what ground a matter is done, shared or given back: decided and worded without a database.

The wording follows the published lists: a recalled item names the department that takes it on
(承接部门) and its way of working (工作方式), a cooperative one the department that leads (对应上级部门).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.catalogue.boundary.kinds import StandingKind, WayKind
from models.catalogue.boundary.views import WayOut
from models.catalogue.views import DutyList, MatterStatus
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.catalogue.editions.views import Heir
    from models.catalogue.views import DutyItemView

_STOPS = "。．.；; "
_A_DEPARTMENT = N_("the superior department concerned")
_LISTED = {
    DutyList.BASIC: StandingKind.BASIC,
    DutyList.COOPERATIVE: StandingKind.COOPERATIVE,
    DutyList.RECALLED: StandingKind.RECALLED,
}
LISTED_FOR_GRIDS = frozenset({StandingKind.BASIC, StandingKind.COOPERATIVE, StandingKind.TEMPORARY})
"""What grid workers may be given; anything else is unlisted work."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a matter rests on: its item of the duty lists, or the list its own version names.

    ``kept`` says whether the township keeps duty lists at all: where it does not, nothing is
    unlisted. ``until`` and ``before_decision`` are those of a temporary entry.
    """

    code: str
    name: str
    item: DutyItemView | None = None
    own_list: DutyList | None = None
    own_department: str = ""
    legal_basis: str = ""
    kept: bool = True
    temporary: bool = False
    until: date | None = None
    before_decision: bool = False
    request_id: int | None = None
    status: MatterStatus = MatterStatus.IN_FORCE

    @property
    def duty_list(self) -> DutyList | None:
        """The list it is on; the item's own word counts for more than the matter's."""
        return self.own_list if self.item is None else self.item.duty_list

    @property
    def department(self) -> str:
        """The department concerned, as the list writes it."""
        named = "" if self.item is None else self.item.department
        return named or self.own_department

    @property
    def department_words(self) -> str | Word:
        """The department concerned, or who else is meant where the list names none."""
        return self.department or _A_DEPARTMENT

    @property
    def method(self) -> str:
        """How the department works on it, without the full stop at its end."""
        return "" if self.item is None else clean_line(self.item.method).rstrip(_STOPS)

    @property
    def kind(self) -> StandingKind:
        """How it stands to the lists; that it was recalled counts for more than that it ended."""
        listed = None if self.duty_list is None else _LISTED[self.duty_list]
        if listed is StandingKind.RECALLED:
            return listed
        if self.status is MatterStatus.RETIRED:
            return StandingKind.RETIRED
        if self.temporary:
            return StandingKind.TEMPORARY
        return listed or StandingKind.UNLISTED

    @property
    def outside(self) -> bool:
        """Whether it is unlisted work that may not be given to grid workers."""
        return self.kept and self.kind not in LISTED_FOR_GRIDS

    @property
    def source(self) -> Word | Phrase:
        """Its place in the lists: ``item 5 of the recalled list``."""
        words = _PLACES.get(self.duty_list)
        if words is None:
            return N_("the List of Duties")
        return words[1] if self.item is None else Phrase(words[0], number=self.item.number)

    @property
    def basis(self) -> Word | Phrase:
        """Legal basis and place in the lists, as a text cites them."""
        law = cited(self.legal_basis)
        if not law:
            return self.source
        return Phrase(N_("%(law)s and %(source)s"), law=law, source=self.source)


_PLACES: dict[DutyList | None, tuple[Word, Word]] = {
    DutyList.BASIC: (
        N_("item %(number)s of the basic list of the List of Duties"),
        N_("the basic list of the List of Duties"),
    ),
    DutyList.COOPERATIVE: (
        N_("item %(number)s of the cooperative list of the List of Duties"),
        N_("the cooperative list of the List of Duties"),
    ),
    DutyList.RECALLED: (
        N_("item %(number)s of the recalled list of the List of Duties"),
        N_("the recalled list of the List of Duties"),
    ),
}


def cited(basis: str) -> str:
    """Return a legal basis on one line, in title marks where it is a bare title."""
    text = clean_line(basis).rstrip(_STOPS)
    bare = text and not any(mark in text for mark in "《》“”「」、，,；;（(第")
    return f"《{text}》" if bare and not text.isascii() else text


def sentence_of(  # noqa: PLR0911 -- one sentence per standing
    ground: Ground, day: date, heirs: Sequence[Heir]
) -> Phrase:
    """Return in one sentence how a matter stands to the lists."""
    name, department = ground.name, ground.department_words
    match ground.kind:
        case StandingKind.BASIC:
            return Phrase(
                N_("“%(name)s” is %(source)s: the township does it."), name=name, source=ground.source
            )
        case StandingKind.COOPERATIVE:
            words = N_("“%(name)s” is %(source)s: the township assists %(department)s.")
            return Phrase(words, name=name, source=ground.source, department=department)
        case StandingKind.RECALLED:
            return recalled_sentence(ground)
        case StandingKind.TEMPORARY:
            words = N_("“%(name)s” is a temporary entry of the grid list until %(day)s.")
            if ground.before_decision:
                words = N_(
                    "“%(name)s” is an urgent temporary entry of the grid list until %(day)s; "
                    "it is not decided yet."
                )
            return Phrase(words, name=name, day=_day(ground.until))
        case StandingKind.RETIRED if heirs:
            words = N_("“%(name)s” is not in force on %(day)s any more; in its place: %(heirs)s.")
            return Phrase(
                words, name=name, day=_day(day), heirs=[f"{each.code} {each.name}" for each in heirs]
            )
        case StandingKind.RETIRED:
            return Phrase(N_("“%(name)s” is not in force on %(day)s any more."), name=name, day=_day(day))
        case StandingKind.UNLISTED:
            return Phrase(N_("“%(name)s” is in none of the duty lists."), name=name)


def recalled_sentence(ground: Ground) -> Phrase:
    """Return who took a recalled duty on, and where that is written."""
    words = N_("“%(name)s” was recalled: by %(basis)s it falls to %(department)s.")
    return Phrase(words, name=ground.name, basis=ground.basis, department=ground.department_words)


def ways_of(ground: Ground, day: date, heirs: Sequence[Heir]) -> tuple[WayOut, ...]:
    """Return what may be done, the usual thing first, each with its text filled in."""
    match ground.kind:
        case StandingKind.BASIC | StandingKind.TEMPORARY:
            return (WayOut(WayKind.HANDLE, sentence_of(ground, day, heirs)),)
        case StandingKind.COOPERATIVE:
            return (WayOut(WayKind.HANDLE, sentence_of(ground, day, heirs)), _transfer(ground))
        case StandingKind.RECALLED:
            return (_returned(ground), _transfer(ground), _admission(ground))
        case StandingKind.RETIRED if heirs:
            first = heirs[0]
            text = Phrase(N_("Use %(code)s %(name)s instead."), code=first.code, name=first.name)
            return (WayOut(WayKind.HEIR, text), _unlisted(ground, day))
        case StandingKind.RETIRED | StandingKind.UNLISTED:
            return (_unlisted(ground, day), _admission(ground))


def _returned(ground: Ground) -> WayOut:
    facts = {"basis": ground.basis, "name": ground.name, "department": ground.department_words}
    if not ground.method:
        words = N_("By %(basis)s, “%(name)s” is taken on by %(department)s; it is returned herewith.")
        return WayOut(WayKind.RETURN, Phrase(words, **facts))
    words = N_(
        "By %(basis)s, “%(name)s” is taken on by %(department)s; way of working: %(method)s. "
        "It is returned herewith."
    )
    return WayOut(WayKind.RETURN, Phrase(words, **facts, method=ground.method))


def _unlisted(ground: Ground, day: date) -> WayOut:
    return WayOut(WayKind.RETURN, unlisted_reply(ground.name, day))


def unlisted_reply(name: str, day: date) -> Phrase:
    """Return the grounded reply to a handover that nobody approved."""
    words = N_(
        "“%(name)s” is not in the List of Duties in force on %(day)s, and no duty admission was carried "
        "out for it. A new duty needs the department's written explanation, the township's opinion and "
        "the county's decision; without them it is returned herewith."
    )
    return Phrase(words, name=name, day=_day(day))


def _transfer(ground: Ground) -> WayOut:
    words = N_(
        "By %(basis)s, “%(name)s” is a duty of %(department)s; it is passed on to be handled there, "
        "and the outcome is asked for."
    )
    facts = {"basis": ground.basis, "name": ground.name, "department": ground.department_words}
    return WayOut(WayKind.TRANSFER, Phrase(words, **facts))


def _admission(ground: Ground) -> WayOut:
    words = N_(
        "If the township is to do “%(name)s” all the same, %(department)s applies for duty admission: "
        "written explanation, legal basis, and the funds and powers that go with it."
    )
    return WayOut(WayKind.ADMISSION, Phrase(words, name=ground.name, department=ground.department_words))


def _day(day: date | None) -> str:
    return "-" if day is None else day.isoformat()
