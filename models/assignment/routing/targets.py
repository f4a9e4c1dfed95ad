"""To whom a rule gives a case at a moment: units, posts and people by their codes, and who is on duty."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.assignment.rosters.presence import presence_at
from models.assignment.routing.kinds import TargetKind, Why
from models.assignment.routing.queries import handlers
from models.assignment.routing.views import Aim
from models.organisation.queries import POSTS, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.assignment.rosters.presence import Presence
    from models.assignment.routing.views import Rule


class Targets:
    """What rules give cases to; each list is read when a rule first names one of it.

    Args:
        session: an open session.
        since: the first moment asked about.
        until: the last one, where it is not the same.
    """

    def __init__(self, session: Session, since: datetime, until: datetime | None = None) -> None:
        self._session = session
        self._since = since
        self._until = until

    def aim(self, rule: Rule, edition: int | None, number: int, at: datetime) -> Aim:
        """Return to whom a rule gives a case at a moment."""
        bare = Aim(edition, number, note=rule.note)
        match rule.kind:
            case TargetKind.UNIT:
                return self._of_unit(bare, rule)
            case TargetKind.POST:
                return self._of_post(bare, rule)
            case TargetKind.PERSON:
                return self._of_person(bare, rule, at)
            case TargetKind.DUTY:
                return self._on_duty(bare, rule, at)

    def _of_unit(self, bare: Aim, rule: Rule) -> Aim:
        unit = self._units.get(rule.unit)
        if unit is None or not unit.active:
            return replace(bare, why=Why.CLOSED, named=rule.unit if unit is None else unit.name)
        return replace(bare, unit_id=unit.id, unit_name=unit.name)

    def _of_post(self, bare: Aim, rule: Rule) -> Aim:
        given = self._of_unit(bare, rule)
        if given.unit_id is None:
            return given
        post_id = self._posts.get((given.unit_id, rule.post))
        if post_id is None:
            return replace(bare, why=Why.CLOSED, named=f"{given.unit_name} {rule.post}")
        return replace(given, post_id=post_id, post_name=rule.post)

    def _of_person(self, bare: Aim, rule: Rule, at: datetime) -> Aim:
        person = self._by_code.get(rule.person)
        if person is None:
            return replace(bare, why=Why.CLOSED, named=rule.person)
        away = self._presence.at(at).absent(person.staff_id)
        if away is None:
            return self._to(bare, person)
        deputy = None if away.deputy_id is None else self._by_staff.get(away.deputy_id)
        if deputy is None:
            return replace(bare, why=Why.AWAY, named=person.name)
        return replace(self._to(bare, deputy), for_name=person.name)

    def _on_duty(self, bare: Aim, rule: Rule, at: datetime) -> Aim:
        here = self._presence.at(at)
        if not rule.unit:
            for each in here.on_duty():
                person = self._by_staff.get(each.person.staff_id)
                if person is not None:
                    return self._to(bare, person)
            return replace(bare, why=Why.NOBODY)
        given = self._of_unit(bare, rule)
        if given.unit_id is None:
            return given
        for each in here.on_duty(given.unit_id):
            person = self._by_staff.get(each.person.staff_id)
            if person is not None and person.unit_id == given.unit_id:
                return self._to(bare, person)
        return replace(bare, why=Why.NOBODY, named=given.unit_name)

    def _to(self, bare: Aim, person: Row[Any]) -> Aim:
        unit = self._units_by_id[person.unit_id]
        if not unit.active:
            return replace(bare, why=Why.CLOSED, named=unit.name)
        return replace(
            bare,
            unit_id=unit.id,
            unit_name=unit.name,
            account_id=person.account_id,
            person_name=person.name,
        )

    @cached_property
    def _units(self) -> Mapping[str, Row[Any]]:
        statement: Select[Any] = select(UNITS.c.id, UNITS.c.code, UNITS.c.name, UNITS.c.active)
        return {row.code: row for row in self._session.connection().execute(statement)}

    @cached_property
    def _units_by_id(self) -> Mapping[int, Row[Any]]:
        return {row.id: row for row in self._units.values()}

    @cached_property
    def _posts(self) -> Mapping[tuple[int, str], int]:
        statement = select(POSTS.c.unit_id, POSTS.c.name, POSTS.c.id)
        return {(row.unit_id, row.name): row.id for row in self._session.connection().execute(statement)}

    @cached_property
    def _handlers(self) -> list[Row[Any]]:
        return handlers(self._session)

    @cached_property
    def _by_code(self) -> Mapping[str, Row[Any]]:
        return {row.code: row for row in reversed(self._handlers)}

    @cached_property
    def _by_staff(self) -> Mapping[int, Row[Any]]:
        return {row.staff_id: row for row in reversed(self._handlers)}

    @cached_property
    def _presence(self) -> Presence:
        return presence_at(self._session, self._since, self._until)
