"""What stays behind of the rounds: the ledger, what a check finds, and people who act at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy import update

from models.catalogue.review.queries import ITEMS, OPINIONS, ROUNDS
from models.catalogue.review.refusals import AlreadySettled, RoundStillOpen
from models.catalogue.review.views import OpinionState, RoundState
from models.kernel.errors import DomainError
from tests.review.bench import HOUSING, SQUAD
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.review.bench import Review


def test_everything_is_in_the_ledger_with_before_and_after(sqlite_review: Review) -> None:
    review = sqlite_review
    mine, chief = review.services.review, review.chief
    review.open()
    review.agree(HOUSING, "E0101")
    given = review.change(HOUSING, "E0101", "patrol", "每周")
    mine.accept(chief, given.line.key, reason="可行")
    mine.reopen(chief, given.line.key)
    mine.reject(chief, given.line.key, "不可行")
    mine.close_round(chief, early=True)
    with review.services.store.read() as session:
        edition = session.connection().execute(ROUNDS.select()).one().edition_id
    entries = review.services.ledger.entries(review.admin, f"review:{edition}.1").rows
    assert [each.action for each in entries] == [
        "review.open", "review.opine", "review.opine", "review.settle", "review.settle", "review.settle",
        "review.close",
    ]  # fmt: skip
    replaced, accepted = entries[2], entries[3]
    assert replaced.before == {"opinions": [{"kind": "agree"}]}
    assert replaced.after is not None
    assert (replaced.after["field"], replaced.after["proposed"]) == ("patrol", "每周")
    assert accepted.after is not None
    assert (accepted.before, accepted.after["taken"]) == (
        {"opinion": given.line.id, "state": "open"}, {"patrol": ["", "每周"]},
    )  # fmt: skip
    assert review.services.check() == []


def test_a_check_names_what_cannot_be(sqlite_review: Review) -> None:
    review = sqlite_review
    review.open()
    settled = review.object(HOUSING, "E0101")
    waiting = review.object(SQUAD, "E0103")
    review.services.review.reject(review.chief, settled.line.key, "不成立")
    with review.services.store.write() as session:
        run = session.connection().execute
        run(update(ITEMS).where(ITEMS.c.name == "占道经营整治").values(fingerprint="0" * 64))
        run(update(OPINIONS).where(OPINIONS.c.id == settled.line.id).values(settled_at=None))
        run(update(ROUNDS).values(state=RoundState.CLOSED))
    found = review.services.review.check()
    assert [(each.sentence.partition(":")[2] or each.sentence) for each in found] == [
        " the wording kept of “%(name)s” is not the one that was sent.",
        " nobody settled the opinion of “%(department)s” on “%(name)s”.",
        "Round %(number)s is closed, but the opinion of “%(department)s” on “%(name)s” is open.",
    ]
    assert waiting.line.state is OpinionState.OPEN


def _at_once(*works: Callable[[], object]) -> list[object]:
    def attempt(work: Callable[[], object]) -> object:
        try:
            return work()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(attempt, works))


@BOTH_ENGINES
def test_people_who_act_at_once_take_turns(review: Review) -> None:
    mine, chief = review.services.review, review.chief
    answers = _at_once(review.open, review.open)
    assert sum(isinstance(each, RoundStillOpen) for each in answers) == 1
    given = review.change(HOUSING, "E0101", "name", "经营性自建房安全巡查")
    answers = _at_once(
        lambda: mine.accept(chief, given.line.key), lambda: mine.reject(chief, given.line.key, "不")
    )
    assert sum(isinstance(each, AlreadySettled) for each in answers) == 1
    state = mine.opinion(chief, given.line.key).line.state
    name = review.services.drafting.entry(review.admin, review.ids()["E0101"]).draft.name
    assert (state is OpinionState.ACCEPTED) == (name == "经营性自建房安全巡查")
    assert review.services.check() == []
