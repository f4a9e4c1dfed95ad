from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Actor, Role
from models.calendar.refusals import BadLimit, ImpossibleLimit
from models.catalogue.refusals import (
    BadClassCode,
    BadScheme,
    CodeTaken,
    Nameless,
    NoConditions,
    OutOfRange,
    TextTooLong,
)
from models.catalogue.rules import ConditionDraft, class_code, content_hash, matter_code, scheme_named
from models.catalogue.views import MatterStatus
from models.kernel.errors import Conflict, NotFound, NotPermitted
from models.ledger.service import LedgerService
from tests.catalogue.conftest import draft
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


def codes(catalogue: CatalogueService, admin: Actor, words: str) -> list[str]:
    return [line.code for line in catalogue.matters(admin, text=words).rows]


def test_the_tree_counts_the_matters_below(filled: CatalogueService, admin: Actor) -> None:
    assert [(each.code, each.name, each.matters) for each in filled.classes(admin)] == [
        ("01", "类01", 3),
        ("02", "类02", 1),
    ]


@BOTH_ENGINES
def test_pages_follow_each_other_without_gap(filled: CatalogueService, admin: Actor) -> None:
    found: list[str] = []
    after = None
    while True:
        page = filled.matters(admin, after=after, limit=2)
        found += [line.code for line in page.rows]
        after = page.next_key
        if after is None:
            break
    assert found == ["E0101", "E0102", "E0103", "E0201"]


@BOTH_ENGINES
def test_search_by_words_code_initials_and_class(filled: CatalogueService, admin: Actor) -> None:
    assert codes(filled, admin, "消防") == ["E0101"]
    assert codes(filled, admin, "e01") == ["E0101", "E0102", "E0103"]
    # Retired: no case can be filed under it, but its code still leads to it.
    assert codes(filled, admin, "e02") == ["E0201"]
    assert filled.matter_by_code(admin, "E0202").status is MatterStatus.RETIRED
    assert codes(filled, admin, "zyxftd") == ["E0101"]
    assert codes(filled, admin, "照明 路灯") == ["E0103"]
    assert codes(filled, admin, "照明 垃圾") == []
    assert codes(filled, admin, "%") == codes(filled, admin, "_") == []
    second = filled.classes(admin)[1].id
    assert [line.code for line in filled.matters(admin, class_id=second).rows] == ["E0201"]


def test_classes_below_a_class_belong_to_it(filled: CatalogueService, admin: Actor, store: Store) -> None:
    first, second = filled.classes(admin)
    with store.write() as session:
        session.connection().execute(
            text("UPDATE matter_class SET parent_id = :up, level = 2 WHERE id = :id"),
            {"up": first.id, "id": second.id},
        )
    assert [each.matters for each in filled.classes(admin)] == [4, 1]
    assert len(filled.matters(admin, class_id=first.id).rows) == 4
    assert filled.matter_by_code(admin, "E0201").class_path == ("类01", "类02")


def test_a_matter_is_found_however_its_code_is_typed(filled: CatalogueService, admin: Actor) -> None:
    assert filled.matter_by_code(admin, "ｅ0101").name == "占用消防通道"
    for missing in ("E9999", ""):
        with pytest.raises(NotFound):
            filled.matter_by_code(admin, missing)
    with pytest.raises(NotFound):
        filled.matter(admin, 999_999)
    with pytest.raises(NotFound):
        filled.version(999_999)


def test_a_change_is_a_new_version(
    filled: CatalogueService, admin: Actor, store: Store, clock: ManualClock
) -> None:
    old = filled.matter_by_code(admin, "E0103")
    wanted = replace(filled.draft_of(admin, "E0103"), name=" 路灯损坏\x1b[31m ", urgency=3)
    new = filled.change_matter(admin, wanted, old.version_number)
    assert (new.name, new.urgency, new.version_number) == ("路灯损坏", 3, 2)
    assert filled.version(old.version_id).name == "路灯不亮"
    assert filled.matter(admin, old.id).version_id == new.version_id
    assert filled.change_matter(admin, wanted, 2).version_number == 2
    with pytest.raises(Conflict) as conflict:
        filled.change_matter(admin, replace(wanted, name="又一名"), 1)
    assert conflict.value.current == new
    assert filled.check() == []
    entries = LedgerService(store, clock).entries(admin, "matter:E0103").rows
    assert [entry.action for entry in entries] == ["matter.create", "matter.change"]


def test_what_cannot_be_written(filled: CatalogueService, admin: Actor) -> None:
    with pytest.raises(CodeTaken):
        filled.create_matter(admin, draft("E0101", "再来一个"))
    with pytest.raises(NotFound):
        filled.change_matter(admin, draft("E0999", "没有的"), 1)
    with pytest.raises(NotFound):
        filled.create_matter(admin, draft("E0301", "无此单位", lead_unit="NOWHERE"))
    with pytest.raises(NotFound):
        filled.create_matter(admin, draft("E0301", "无此清单", duty_item="J999"))
    with pytest.raises(NoConditions):
        filled.create_matter(admin, replace(draft("E0301", "空"), conditions=()))
    with pytest.raises(Nameless):
        filled.create_matter(admin, draft("E0301", " \u200b"))
    with pytest.raises(OutOfRange):
        filled.create_matter(admin, draft("E0301", "太急", urgency=5))
    with pytest.raises(TextTooLong):
        filled.create_matter(admin, draft("E0301", "长" * 256))
    with pytest.raises(TextTooLong):
        filled.create_matter(admin, draft("E0301", "长条件", "长" * 1001))
    with pytest.raises(BadLimit):
        filled.create_matter(admin, replace(draft("E0301", "坏时限"), conditions=(ConditionDraft("5XX"),)))
    with pytest.raises(ImpossibleLimit):
        filled.create_matter(admin, replace(draft("E0301", "无时限"), conditions=(ConditionDraft("0WH"),)))
    clerk = Actor(1, "x", "某人", frozenset({Role.ACCEPTOR}))
    with pytest.raises(NotPermitted):
        filled.create_matter(clerk, draft("E0301", "擅自新增"))
    assert len(filled.matters(admin).rows) == 4


def test_suggestions_explain_themselves(filled: CatalogueService, admin: Actor) -> None:
    best = filled.suggest(admin, "小区三栋消防通道被私家车占用，堵车")[0]
    assert best.line.code == "E0101"
    assert best.words[0] == "消防通道"
    assert {"占用", "堵车"} <= set(best.words)
    assert 0.5 < best.score <= 1
    assert filled.suggest(admin, "今天天气很好") == []
    assert filled.suggest(admin, "") == []


def test_suggestions_follow_the_catalogue(filled: CatalogueService, admin: Actor) -> None:
    # Retired: nothing can be filed under it.
    assert filled.suggest(admin, "店外经营") == []
    again = replace(filled.draft_of(admin, "E0202"), status=MatterStatus.IN_FORCE, in_force_to=None)
    filled.change_matter(admin, again, 1)
    assert filled.suggest(admin, "店外经营")[0].line.code == "E0202"


@BOTH_ENGINES
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE matter_version SET name = '改了' WHERE number = 1", "does not say"),
        ("UPDATE matter_span SET code = 'E0909'", "another matter or code"),
        ("UPDATE matter SET current_number = 7", "the matter says 7"),
        ("UPDATE filing_condition SET limit_amount = 0", "impossible"),
        ("DELETE FROM filing_condition", "does not say"),
    ],
)
def test_the_check_names_what_differs(
    catalogue: CatalogueService, admin: Actor, store: Store, statement: str, said: str
) -> None:
    catalogue.create_matter(admin, draft("E0101", "占用消防通道"))
    assert catalogue.check() == []
    with store.write() as session:
        session.connection().execute(text(statement))
    sentences = [finding.sentence % finding.params for finding in catalogue.check()]
    assert any(said in sentence for sentence in sentences)
    assert {finding.subject for finding in catalogue.check()} == {"matter:E0101"}


def test_codes_of_matters() -> None:
    assert matter_code("component", "01", "4") == "C0104"
    assert matter_code("event", "01", "99") == "E0199"
    assert matter_code("grid", "12", "101") == "G12101"
    assert matter_code("own", "01", "1") == "OWN-0101"
    assert matter_code("event", "01", "E0101") == "E0101"
    assert (class_code("1"), class_code("A")) == ("01", "A")
    assert [scheme_named(word) for word in ("部件", "Event", "网格", "own")] == [
        "component",
        "event",
        "grid",
        "own",
    ]
    for bad in ("", "自定", "1a", "x" * 17):
        with pytest.raises(BadScheme):
            scheme_named(bad)
    for bad in ("", "一", "x" * 17, "-1"):
        with pytest.raises(BadClassCode):
            class_code(bad)


def test_the_hash_depends_on_what_is_said_and_on_nothing_else() -> None:
    one = draft("E0101", "甲")
    assert content_hash(one, 1, None, None) == content_hash(replace(one, class_name="别名"), 1, None, None)
    others = [
        content_hash(one, 2, None, None),
        content_hash(one, 1, 1, None),
        content_hash(one, 1, None, 1),
        content_hash(replace(one, urgency=3), 1, None, None),
        content_hash(replace(one, conditions=(ConditionDraft("2WD"),)), 1, None, None),
    ]
    assert len({content_hash(one, 1, None, None), *others}) == len(others) + 1
