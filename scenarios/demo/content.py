"""What the township is made of, read from the tables shipped beside this module."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

TOWNSHIP = "大岭镇"
TOWNSHIP_CODE = "990101103000"
COUNTY_AREA = "990101"
OWN_FLOWS = ("QUICK", "URGENT")
"""Flows the township drew itself, beside those that are shipped."""


def data_bytes(name: str) -> bytes:
    """Return a shipped data file as it is."""
    return files("scenarios.demo").joinpath("data", name).read_bytes()


def table(name: str) -> list[dict[str, str]]:
    """Return a shipped CSV file as rows by heading."""
    return list(csv.DictReader(io.StringIO(data_bytes(name).decode("utf-8"), newline="")))


@cache
def _document(name: str) -> Any:
    return json.loads(data_bytes(name))


def texts() -> Any:
    """Return the pieces that titles, bodies and notes are put together from."""
    return _document("texts.json")


def places() -> Any:
    """Return the names of places, and how seasons and rain move the matters."""
    return _document("places.json")


@dataclass(frozen=True, slots=True)
class Condition:
    """A filing condition, as far as the township's life depends on it."""

    number: int
    amount: int
    unit: str
    """UH, UD, WH, WD or ND"""

    @property
    def urgent(self) -> bool:
        """Whether its clock runs through nights and holidays."""
        return self.unit in {"UH", "UD"}


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter, with how often it comes up and what people say when it does."""

    code: str
    name: str
    class_code: str
    kind: str
    urgency: int
    unit: str
    closing: str
    conditions: tuple[Condition, ...]
    weight: float
    places: str
    """Kinds of places it happens at, a letter each (keys of ``places.json``)"""
    phrases: tuple[str, ...]

    @property
    def major(self) -> str:
        """The two digits of its top class."""
        return self.class_code[:2]

    @property
    def minor(self) -> str:
        """The four digits of its class on the second level."""
        return self.class_code[:4]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the office; ``area`` is their unit's, as the import of staff gives it."""

    login: str
    name: str
    unit: str
    roles: frozenset[str]
    area: str

    def sees(self, division: str) -> bool:
        """Say whether a division lies within the person's area."""
        return division.startswith(self.area)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of the township."""

    code: str
    name: str
    kind: str
    division: str
    households: int


_ZIPF = 1.3
"""Sharpens the weights of the table: a tenth of the matters makes half of the work."""


@cache
def matters() -> tuple[Matter, ...]:
    """Return the matters in the order of their codes."""
    spoken = {row["matter"]: row for row in table("phrases.csv")}
    return tuple(_matter(row, spoken[row["code"]]) for row in table("matters.csv"))


def _matter(row: dict[str, str], spoken: dict[str, str]) -> Matter:
    return Matter(
        code=row["code"],
        name=row["name"],
        class_code=row["class_code"],
        kind=row["matter_kind"],
        urgency=int(row["urgency"]),
        unit=row["lead_unit"],
        closing=row["closing_conditions"].partition("\n")[0],
        conditions=tuple(
            Condition(number, int(limit[:-2]), limit[-2:])
            for number, limit in enumerate(row["limits"].split(), 1)
        ),
        weight=float(spoken["weight"]) ** _ZIPF,
        places=spoken["places"],
        phrases=tuple(filter(None, spoken["phrases"].split("/"))),
    )


@cache
def people() -> tuple[Person, ...]:
    """Return the people of the office in the order of their numbers."""
    divisions = {row["code"]: row["division_code"] for row in table("units.csv")}
    return tuple(
        Person(
            row["login"],
            row["name"],
            row["unit_code"],
            frozenset(row["roles"].split()),
            divisions[row["unit_code"]].removesuffix("000"),
        )
        for row in table("staff.csv")
    )


@cache
def grids() -> tuple[Grid, ...]:
    """Return the grids in the order of the table."""
    return tuple(
        Grid(row["code"], row["name"], row["kind"], row["division_code"], int(row["households"]))
        for row in table("grids.csv")
    )


@cache
def unit_names() -> dict[str, str]:
    """Return the names of the units by their codes."""
    return {row["code"]: row["name"] for row in table("units.csv")}
