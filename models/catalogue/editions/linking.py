"""What the rows of a whole list mean by the names they use: units and classes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from models.catalogue.editions.queries import unit_names
from models.catalogue.rules import UNSORTED
from models.catalogue.standing import references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session


class Linker:
    """Finds the unit and the class a row means.

    A department that is the code or the name of a unit makes that unit the lead unit. A class
    may be named without its code, as published lists do: then the one class of this name is
    meant, and where there is none, a new one with the next number of its scheme.

    Args:
        session: the caller's transaction.
    """

    def __init__(self, session: Session) -> None:
        refs = references(session)
        self._units, self._unit_names = refs.units, unit_names(session)
        self._classes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._taken: dict[str, set[str]] = defaultdict(set)
        for (scheme, code), (_id, name) in sorted(refs.classes.items()):
            self._take(scheme, code, name)

    def linked(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows with the codes of units and classes beside what they say."""
        known = list(rows)
        for row in known:
            # Codes that the list gives itself go before those that would be given out.
            if "class_code" in row:
                self._taken[row.get("scheme", UNSORTED[0])].add(row["class_code"])
        return [self._with_class(self._with_unit(row)) for row in known]

    def _with_unit(self, row: dict[str, Any]) -> dict[str, Any]:
        text = row.get("department", "")
        code = text if text in self._units else self._unit_names.get(text)
        return row if code is None or "lead_unit" in row else {**row, "lead_unit": code}

    def _with_class(self, row: dict[str, Any]) -> dict[str, Any]:
        name = row.get("class_name", "")
        if not name or "class_code" in row:
            return row
        known = [key for key in self._classes[name] if row.get("scheme", key[0]) == key[0]]
        if len(known) > 1:
            # Which of them is meant, nobody said: the class stays as it is.
            return {field: value for field, value in row.items() if field != "class_name"}
        scheme, code = known[0] if known else self._new(row.get("scheme", UNSORTED[0]), name)
        return {**row, "scheme": scheme, "class_code": code}

    def _new(self, scheme: str, name: str) -> tuple[str, str]:
        number = 1
        while f"{number:02d}" in self._taken[scheme]:
            number += 1
        self._take(scheme, f"{number:02d}", name)
        return scheme, f"{number:02d}"

    def _take(self, scheme: str, code: str, name: str) -> None:
        self._classes[name].append((scheme, code))
        self._taken[scheme].add(code)
