"""Links between cases: entered once, shown on both, moving nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from models.accounts.views import Role
from models.api import Services
from models.cases.columns import LINKS
from models.cases.kinds import Action, CaseState, LinkKind
from models.cases.linking_refusals import LinkedBefore, LinksItself, NothingLinked, NotLinked
from models.cases.undo_refusals import StepStays
from models.cases.words import ACTION_WORDS
from models.kernel.errors import NotFound
from models.ledger.service import LedgerService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.cases.township import Desk

_A, _S = Action, CaseState


def again(desk: Desk, case: CaseView) -> CaseView:
    return desk.cases.case(desk.town.actor(Role.DUTY_CHIEF), case.number)


@BOTH_ENGINES
def test_a_link_stands_on_both_cases_and_moves_neither(desk: Desk) -> None:
    cause, case = desk.bring_to(_S.FINISHED), desk.bring_to(_S.HANDLING)
    caused = {"other": cause.short_number, "link": LinkKind.CAUSED_BY, "note": "爆管所致"}
    linked = desk.do(case, _A.LINK, Role.DISPATCHER, **caused)
    assert (linked.state, linked.owner_id, linked.due_at) == (case.state, case.owner_id, case.due_at)
    (mine,), (theirs,) = linked.linked, again(desk, cause).linked
    assert (mine.number, mine.kind, mine.outward) == (cause.number, LinkKind.CAUSED_BY, True)
    assert (theirs.number, theirs.kind, theirs.outward) == (case.number, LinkKind.CAUSED_BY, False)
    assert (mine.note, theirs.note, theirs.state) == ("爆管所致", "爆管所致", _S.HANDLING)
    linked = desk.do(linked, _A.LINK, Role.ACCEPTOR, other=cause.number, link=LinkKind.PART_OF)
    assert [link.kind for link in linked.linked] == [LinkKind.CAUSED_BY, LinkKind.PART_OF]
    assert desk.cases.check() == []
    parted = desk.do(linked, _A.UNLINK, Role.ACCEPTOR, other=cause.number, note="查明无关")
    assert (parted.linked, again(desk, cause).linked, parted.links) == ((), (), 0)
    assert parted.timeline[-1].details["other"] == cause.number
    assert desk.cases.check() == []
    assert LedgerService(desk.store, desk.clock).check() == []


def test_what_says_nothing_new_is_refused(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    case, other = desk.bring_to(_S.FILED), desk.bring_to(_S.FILED)
    with pytest.raises(LinksItself):
        desk.do(case, _A.LINK, Role.ACCEPTOR, other=case.number, link=LinkKind.DUPLICATE)
    with pytest.raises(NotFound):
        desk.do(case, _A.LINK, Role.ACCEPTOR, other="0302-0999", link=LinkKind.DUPLICATE)
    with pytest.raises(NothingLinked):
        desk.do(case, _A.UNLINK, Role.ACCEPTOR, other=other.number)
    case = desk.do(case, _A.LINK, Role.ACCEPTOR, other=other.number, link=LinkKind.CAUSED_BY)
    for one, two in ((case, other), (again(desk, other), case)):
        with pytest.raises(LinkedBefore):
            desk.do(one, _A.LINK, Role.ACCEPTOR, other=two.number, link=LinkKind.CAUSED_BY)
    with pytest.raises(StepStays) as stays:
        Services(desk.store, desk.clock).sets.undo(desk.town.actor(Role.ACCEPTOR), case.id, case.version)
    assert stays.value.params["instead"] == ACTION_WORDS[_A.UNLINK]
    with pytest.raises(NotLinked):
        desk.do(case, _A.UNLINK, Role.ACCEPTOR, other=desk.report().number)
    with desk.store.write() as session:
        session.connection().execute(delete(LINKS))
    found = [finding.subject for finding in desk.cases.check()]
    assert found == [f"case:{case.number}", f"case:{other.number}"]
