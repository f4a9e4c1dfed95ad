"""The catalogue's door: looking matters up, suggesting them, and giving them new versions."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.accounts.views import Role
from models.calendar.rules import parse_limit
from models.catalogue import queries
from models.catalogue.checking import findings
from models.catalogue.likeness import LikenessIndex
from models.catalogue.refusals import CodeTaken
from models.catalogue.rules import MatterDraft, check_draft, class_code, scheme_named
from models.catalogue.standing import MATTERS, VERSIONS, references, standing
from models.catalogue.views import Suggestion
from models.catalogue.writing import plan_matters, write_matters
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.views import (
        ClassView,
        DutyItemView,
        DutyList,
        MatterLine,
        MatterView,
        VersionView,
    )
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.paging import Page
    from models.kernel.store import Store

_EDITORS = (Role.SYSTEM_ADMIN,)
_MATTER = N_("matter")


class CatalogueService:
    """Duty lists, classes, matters and their versions.

    Everyone who is signed in may look things up: the catalogue holds no personal data.

    Args:
        store: the database.
        clock: what new versions are dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._index: tuple[tuple[Any, ...], LikenessIndex] | None = None

    def classes(self, actor: Actor) -> list[ClassView]:
        """Return the tree of classes, parents before children, each with the matters below it."""
        _ = actor
        with self._store.read() as session:
            return queries.classes(session)

    def matters(
        self,
        actor: Actor,
        class_id: int | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        scheme: str | None = None,
    ) -> Page[MatterLine]:
        """Return a page of matters in their newest versions, by code.

        Args:
            actor: anyone.
            class_id: only this class and those below it.
            text: words that must all occur: in the name or keywords, as the beginning of the
                code, or as pinyin initials of the name.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            scheme: only matters of the classes of this scheme.
        """
        _ = actor
        with self._store.read() as session:
            within = None if class_id is None else queries.below(session, class_id)
            return queries.lines(
                session, class_ids=within, scheme=scheme, text=text, after=after, limit=limit
            )

    def matter(self, actor: Actor, matter_id: int) -> MatterView:
        """Return a matter in its newest version.

        Raises:
            NotFound: there is none of this id.
        """
        _ = actor
        return self._one((MATTERS.c.id == matter_id) & VERSIONS.c.current, matter_id)

    def matter_by_code(self, actor: Actor, code: str) -> MatterView:
        """Return a matter in its newest version; full-width and small letters are understood.

        Raises:
            NotFound: there is none of this code.
        """
        _ = actor
        plain = half_width(code)
        same = MATTERS.c.code.in_([plain, plain.upper()])
        return self._one(same & VERSIONS.c.current, clean_line(code))

    def version(self, version_id: int) -> MatterView:
        """Return the version a case is pinned to, however old.

        Raises:
            NotFound: there is none of this id.
        """
        return self._one(VERSIONS.c.id == version_id, version_id)

    def versions(self, actor: Actor, matter_id: int) -> list[VersionView]:
        """Return the lineage of a matter, newest first."""
        _ = actor
        with self._store.read() as session:
            return queries.versions(session, matter_id)

    def duty_items(
        self,
        actor: Actor,
        duty_list: DutyList | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
    ) -> Page[DutyItemView]:
        """Return a page of duty items by list and number; ``text`` as in :meth:`matters`."""
        _ = actor
        with self._store.read() as session:
            return queries.duty_items(session, duty_list=duty_list, text=text, after=after, limit=limit)

    def suggest(self, actor: Actor, text: str, limit: int = 5) -> list[Suggestion]:
        """Return the matters in force that a free text may be about, the likest first."""
        _ = actor
        with self._store.read() as session:
            found = self._likeness(session).like(text, limit)
            lines = queries.lines_of(session, (each.matter_id for each in found))
        return [
            Suggestion(lines[each.matter_id], each.score, each.words)
            for each in found
            if each.matter_id in lines
        ]

    def create_matter(self, actor: Actor, draft: MatterDraft) -> MatterView:
        """Add a matter in its first version.

        Raises:
            NotPermitted: the person does not administer the system.
            CodeTaken: a matter of this code exists.
            NotFound: the unit or duty item named does not exist.
            NoConditions, OutOfRange, TextTooLong, BadLimit, ImpossibleLimit: see the sentences.
        """
        require(actor, _EDITORS, N_("change the catalogue"))
        clean = _cleaned(draft)
        with self._store.write() as session:
            _require_references(session, clean)
            plan = plan_matters(session, [clean])
            if not plan.created:
                raise CodeTaken(clean.code)
            write_matters(session, actor, self._clock.now(), plan)
        return self.matter_by_code(actor, clean.code)

    def change_matter(self, actor: Actor, draft: MatterDraft, expected_version: int) -> MatterView:
        """Give a matter a new version; the old one stays for the cases filed under it.

        Retiring a matter is such a change too: its ``status``. Where nothing differs, no
        version is made.

        Args:
            actor: a system administrator.
            draft: the whole new content, under the matter's code.
            expected_version: the number of the version the person was looking at.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such matter, unit or duty item.
            Conflict: a newer version exists; it is in ``current``.
            NoConditions, OutOfRange, TextTooLong, BadLimit, ImpossibleLimit: see the sentences.
        """
        require(actor, _EDITORS, N_("change the catalogue"))
        clean = _cleaned(draft)
        with self._store.write() as session:
            _require_references(session, clean)
            known = standing(session, [clean.code])
            if clean.code not in known:
                raise NotFound(_MATTER, clean.code)
            if known[clean.code].number != expected_version:
                current = queries.matter_view(session, VERSIONS.c.id == known[clean.code].version_id)
                raise Conflict(N_("The matter"), current)
            write_matters(session, actor, self._clock.now(), plan_matters(session, [clean], known))
        return self.matter_by_code(actor, clean.code)

    def draft_of(self, actor: Actor, code: str) -> MatterDraft:
        """Return the newest version as a draft, to change and hand back.

        Raises:
            NotFound: there is no such matter.
        """
        _ = actor
        with self._store.read() as session:
            known = standing(session, [code])
        if code not in known:
            raise NotFound(_MATTER, code)
        return known[code].draft

    def check(self) -> list[Finding]:
        """Recompute marks, hashes and limits of all versions, and name what differs."""
        with self._store.read() as session:
            return list(findings(session))

    def _one(self, condition: ColumnElement[bool], key: object) -> MatterView:
        with self._store.read() as session:
            found = queries.matter_view(session, condition)
        if found is None:
            raise NotFound(_MATTER, key)
        return found

    def _likeness(self, session: Session) -> LikenessIndex:
        """Return the index of the catalogue as it stands, made anew only after a change."""
        state = queries.state(session)
        kept = self._index
        if kept is None or kept[0] != state:
            with self._lock:
                kept = (state, LikenessIndex(queries.suggestable(session)))
                self._index = kept
        return kept[1]


def _cleaned(draft: MatterDraft) -> MatterDraft:
    """Return the draft with its texts cleaned and its limits written the one way.

    Raises:
        NoConditions, OutOfRange, TextTooLong, BadLimit, ImpossibleLimit: it cannot be written.
    """
    clean = replace(
        draft,
        code=half_width(draft.code),
        name=clean_line(draft.name),
        scheme=scheme_named(draft.scheme),
        class_code=class_code(draft.class_code),
        class_name=clean_line(draft.class_name),
        legal_basis=clean_block(draft.legal_basis),
        keywords=clean_line(draft.keywords),
        conditions=tuple(
            replace(
                condition,
                limit=str(parse_limit(condition.limit)),
                text=clean_line(condition.text),
                closing_condition=clean_line(condition.closing_condition),
                evidence=clean_line(condition.evidence),
            )
            for condition in draft.conditions
        ),
    )
    check_draft(clean)
    return clean


def _require_references(session: Session, draft: MatterDraft) -> None:
    refs = references(session)
    for what, code, known in (
        (N_("unit"), draft.lead_unit, refs.units),
        (N_("duty item"), draft.duty_item, refs.duties),
    ):
        if code and code not in known:
            raise NotFound(what, code)
