"""The tables shipped for the demo township: complete, consistent, and of no real place."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from models.accounts.views import Role
from models.catalogue.clustering.finding import cluster
from models.catalogue.clustering.views import Item
from scenarios.demo.content import TOWNSHIP_CODE, grids, matters, people, places, table, texts

REAL_TOWNSHIPS = Path(__file__).parents[2].parent / "shared" / "data" / "townships.csv"


def test_the_county_has_thirteen_townships_and_one_of_them_sixteen_villages() -> None:
    codes = [row["code"] for row in table("divisions.csv")]
    assert all(code.startswith("99") for code in codes)
    townships = [code for code in codes if code.endswith("000") and not code.endswith("000000")]
    villages = [code for code in codes if not code.endswith("000")]
    assert len(townships) == 13
    assert len(villages) == 16
    assert {code[:9] for code in villages} == {TOWNSHIP_CODE[:9]}


def test_no_real_division_has_a_code_of_the_county() -> None:
    if not REAL_TOWNSHIPS.exists():
        pytest.skip("the real divisions are not here")
    with REAL_TOWNSHIPS.open(encoding="utf-8-sig", newline="") as source:
        assert not any(row["code"].startswith("99") for row in csv.DictReader(source))


def test_sixty_three_grids_each_belong_to_a_village() -> None:
    villages = {row["code"] for row in table("divisions.csv") if not row["code"].endswith("000")}
    assert len(grids()) == 63
    assert {grid.division for grid in grids()} == villages
    assert Counter(grid.kind for grid in grids()) == {"general": 55, "dedicated": 5, "micro": 3}


def test_forty_people_hold_all_roles_and_work_in_units_that_exist() -> None:
    units = {row["code"] for row in table("units.csv")}
    assert len(people()) == 40
    assert set().union(*(person.roles for person in people())) == {role.value for role in Role}
    assert {person.unit for person in people()} <= units


def test_matters_whose_clock_runs_day_and_night_are_the_gravest() -> None:
    """Grades run from 1, ordinary, to 4, gravest, as everywhere in the house."""
    grades = {matter.name: matter.urgency for matter in matters()}
    assert (grades["燃气异味"], grades["垃圾箱破损"]) == (4, 1)
    urgent = [matter.urgency for matter in matters() if matter.conditions[0].urgent]
    others = [matter.urgency for matter in matters() if not matter.conditions[0].urgent]
    assert fmean(urgent) > 3
    assert fmean(others) < 2
    assert set(grades.values()) == {1, 2, 3, 4}


def test_administrators_do_no_casework() -> None:
    for person in people():
        admin = {role for role in person.roles if role.endswith("_admin")}
        assert not admin or admin == person.roles


def test_the_duty_lists_are_as_long_as_the_national_average_and_every_item_is_its_own() -> None:
    items = table("duties.csv")
    assert Counter(item["duty_list"] for item in items) == {"basic": 117, "cooperative": 99, "recalled": 124}
    assert len({item["name"] for item in items}) == len(items)
    for item in items:
        assert item["category"]
        cooperative = item["duty_list"] == "cooperative"
        assert bool(item["superior_duty"]) is bool(item["township_duty"]) is cooperative
        assert bool(item["method"]) is (item["duty_list"] == "recalled")
        assert bool(item["department"]) is (item["duty_list"] != "basic")


def test_matters_and_their_limits_are_mixed_as_in_a_real_city() -> None:
    units = Counter(condition.unit for matter in matters() for condition in matter.conditions)
    total = sum(units.values())
    assert len(matters()) == 206
    assert 480 <= total <= 520
    assert 0.72 <= units["WD"] / total <= 0.82
    assert units["WH"] > units["UH"] > units["UD"] > 0


def test_every_matter_rests_on_a_duty_item_and_has_a_unit_with_people() -> None:
    # What a department took back can be filed no more.
    items = {row["code"] for row in table("duties.csv") if row["duty_list"] != "recalled"}
    staffed = {person.unit for person in people() if person.roles & {"unit_lead", "handler"}}
    for row in table("matters.csv"):
        assert row["duty_item"] in items
        assert row["lead_unit"] in staffed


def test_classes_make_a_tree_of_three_levels_and_every_matter_hangs_on_one() -> None:
    parents = {row["code"]: row["parent_code"] for row in table("classes.csv")}
    assert all(not parent or parent in parents for parent in parents.values())
    depth = {code: 1 + bool(parent) + bool(parents.get(parent)) for code, parent in parents.items()}
    assert set(depth.values()) == {1, 2, 3}
    assert {matter.class_code for matter in matters()} <= set(parents)


def test_everything_that_may_be_said_is_there() -> None:
    said = texts()
    assert {matter.major for matter in matters()} <= set(said["details"])
    for matter in matters():
        assert matter.phrases, matter.name
        assert matter.closing
    assert set("".join(matter.places for matter in matters())) <= set(places()["rural"])


def test_telephone_numbers_are_of_a_range_nobody_has() -> None:
    # Mobile numbers in China begin with 13 to 19.
    assert all(row["phone"].startswith("10") and len(row["phone"]) == 11 for row in table("staff.csv"))


def test_the_source_books_say_many_things_more_than_once() -> None:
    """There is something to do at the merge workbench: alike wordings, of several departments, and steps."""
    items: list[Item] = []
    for book in table("books.csv"):
        rows = table(f"books/{book['code']}.csv")
        assert len({row["事项名称"] for row in rows}) == len(rows), book
        items += [
            Item(len(items) + number, row["事项名称"], book["department"], row.get("法律依据", ""))
            for number, row in enumerate(rows)
        ]
    assert len(items) > 100
    found = cluster(items)
    assert len(found.clusters) >= 15
    assert {each.relation.value for each in found.clusters} >= {"same", "stage"}
