from __future__ import annotations

import pytest

from console.i18n import _
from models.exchange.frame import Field
from models.exchange.kinds import all_kinds, kind_named
from models.exchange.mapping import map_columns, split_pairs
from models.exchange.mappingrefusals import BadMapping
from models.exchange.refusals import AmbiguousColumns, MissingColumns, UnknownKind
from models.kernel.text import fold
from models.kernel.words import N_

FIELDS = (
    Field("code", N_("code of it"), required=True, synonyms=("代码",)),
    Field("name", N_("name of it"), required=True, synonyms=("名称",)),
    Field("kind", N_("kind of it")),
)


def places(headings: list[str], *told: str) -> dict[str, int]:
    return dict(map_columns("f", headings, FIELDS, told).places)


def test_headings_are_recognised_without_being_told() -> None:
    assert places(["名 称", "CODE", "Kind of it"]) == {"name": 0, "code": 1, "kind": 2}


@pytest.mark.parametrize(
    "told", [("编号=code", "叫法=name"), ("code=编号", "name=叫法"), ("编号=code,name＝叫法",)]
)
def test_a_mapping_may_be_written_either_way_round(told: tuple[str, ...]) -> None:
    assert places(["编号", "叫法"], *told) == {"code": 0, "name": 1}


def test_where_both_sides_are_both_the_first_is_the_heading() -> None:
    assert places(["code", "name", "kind"], "kind=name", "name=kind") == {"code": 0, "name": 2, "kind": 1}


def test_a_field_may_be_told_by_any_of_its_headings() -> None:
    assert places(["no", "名称"], "no=代码") == {"code": 0, "name": 1}


def test_a_told_field_frees_the_column_that_would_have_been_taken() -> None:
    columns = map_columns("f", ["代码", "旧代码", "名称"], FIELDS, ["旧代码=code"])
    assert dict(columns.places) == {"code": 1, "name": 2}
    assert columns.unknown == ("代码",)


def test_unknown_columns_are_reported() -> None:
    assert map_columns("f", ["code", "name", "天气"], FIELDS).unknown == ("天气",)


def test_a_missing_column_names_the_headings_found() -> None:
    with pytest.raises(MissingColumns) as refusal:
        places(["code", "天气"])
    assert refusal.value.params["missing"] == ["name of it"]
    assert refusal.value.params["found"] == "code, 天气"


def test_a_field_given_otherwise_needs_no_column() -> None:
    assert dict(map_columns("f", ["code"], FIELDS, (), {"name"}).places) == {"code": 0}


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("cody=code", "the table has no heading “cody”. Headings, nearest first: code, name."),
        ("name=代玛", "field is wrong: there is no field “代玛”. Fields, nearest first: code, name, kind."),
        (
            "kind=nam",
            "“kind” is a field. And the table has no heading “nam”. Headings, nearest first: name, code.",
        ),
        ("天气=name", "the table has no heading “天气”. Headings, nearest first: code, name."),
        ("一=名", "code, name), and there is no field “名” (fields, nearest first: name, code, kind)."),
        ("nonsense", "does not join a heading with a field."),
        ("code=", "does not join a heading with a field."),
        ("=code", "does not join a heading with a field."),
    ],
)
def test_of_a_mapping_that_joins_nothing_it_is_said_which_half_is_wrong(pair: str, said: str) -> None:
    with pytest.raises(BadMapping) as refusal:
        places(["code", "name"], pair)
    assert str(refusal.value).endswith(said)
    assert f"“{pair}”" in str(refusal.value)


def test_a_heading_behind_a_field_nobody_knows_is_recognised() -> None:
    with pytest.raises(BadMapping, match="round: “编号” is a heading"):
        places(["编号", "名称"], "cod=编号")
    alike = [f"h{number}" for number in range(9)]
    with pytest.raises(BadMapping, match=r"first: h0, h1, h2, h3, h4, h5 … \(\+3\)"):
        places(alike, "h=code")
    with pytest.raises(BadMapping, match=r"first: h8, h0xxxx, h1xxxx … \(\+6\)"):
        places([f"{each}xxxx" if each != "h8" else each for each in alike], "h=code")
    many = [f"h{number}" for number in range(600)]
    with pytest.raises(BadMapping, match=r"Headings, nearest first: h0, h1, h2, h3, h4, h5 … \(\+594\)"):
        places(many, "h=code")


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(AmbiguousColumns):
        places(["code", "代码", "name"])
    with pytest.raises(AmbiguousColumns):
        places(["a", "b", "name"], "a=code", "b=code")


def test_pairs_may_share_an_option() -> None:
    assert split_pairs(["a=b,c=d；e=f g=h", "long heading=x", ""]) == [
        "a=b",
        "c=d",
        "e=f",
        "g=h",
        "long heading=x",
    ]


def test_no_heading_stands_for_two_fields_of_a_kind() -> None:
    for kind in all_kinds():
        owners: dict[str, str] = {}
        for field in kind.fields:
            for heading in (*field.headings(), _(field.title)):
                assert owners.setdefault(fold(heading), field.name) == field.name, (kind.name, heading)


def test_every_kind_has_its_key_among_its_fields() -> None:
    for kind in all_kinds():
        assert set(kind.key) <= {field.name for field in kind.fields}
    with pytest.raises(UnknownKind):
        kind_named("../secrets")
