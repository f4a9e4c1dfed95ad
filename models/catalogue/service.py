"""The catalogue's door: looking matters up, suggesting them, and giving them new versions."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.accounts.views import Role
from models.catalogue import queries
from models.catalogue.cleaning import cleaned
from models.catalogue.likeness import LikenessIndex
from models.catalogue.refusals import CodeTaken
from models.catalogue.rules import MatterDraft, check_draft
from models.catalogue.standing import office_day, references, standing
from models.catalogue.views import MatterStatus, Suggestion
from models.catalogue.writing import plan_matters, write_matters
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

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

    def classes(
        self, actor: Actor, day: date | None = None, known: datetime | None = None
    ) -> list[ClassView]:
        """Return the tree of classes, parents before children, each with the matters in force below it.

        Args:
            actor: anyone.
            day: another day than today.
            known: as the office knew it at this moment; by default as it knows it now.
        """
        _ = actor
        with self._store.read() as session:
            return queries.classes(session, day or self._today(session), known)

    def matters(
        self,
        actor: Actor,
        class_id: int | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        scheme: str | None = None,
        day: date | None = None,
        known: datetime | None = None,
    ) -> Page[MatterLine]:
        """Return a page of the matters in force today, or on ``day``, by code.

        Args:
            actor: anyone.
            class_id: only this class and those below it.
            text: words that must all occur: in the name or keywords, as the beginning of the
                code, or as pinyin initials of the name.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            scheme: only matters of the classes of this scheme.
            day: another day than today.
            known: as the office knew it at this moment; by default as it knows it now.
        """
        _ = actor
        with self._store.read() as session:
            within = None if class_id is None else queries.below(session, class_id)
            return queries.lines(
                session,
                day or self._today(session),
                class_ids=within,
                scheme=scheme,
                text=text,
                after=after,
                limit=limit,
                known=known,
            )

    def matter(self, actor: Actor, matter_id: int) -> MatterView:
        """Return a matter as it is today; one not in force as it will be, or was last.

        Raises:
            NotFound: there is none of this id.
        """
        _ = actor
        with self._store.read() as session:
            return _found(queries.matter_on(session, matter_id, self._today(session)), matter_id)

    def matter_by_code(self, actor: Actor, code: str, day: date | None = None) -> MatterView:
        """Return the matter a code means today, or on ``day``; full-width and small letters are understood.

        Raises:
            NotFound: there never was a matter of this code.
        """
        _ = actor
        plain = half_width(code)
        with self._store.read() as session:
            on = day or self._today(session)
            span = queries.bearer(session, on, [plain, plain.upper()])
            view = None if span is None else queries.version_view(session, span.version_id, on)
        return _found(view, clean_line(code))

    def version(self, version_id: int, day: date | None = None) -> MatterView:
        """Return the version a case is pinned to, however old, and where it stands today or on ``day``.

        Raises:
            NotFound: there is none of this id.
        """
        with self._store.read() as session:
            on = day or self._today(session)
            return _found(queries.version_view(session, version_id, on), version_id)

    def versions(self, actor: Actor, matter_id: int) -> list[VersionView]:
        """Return the versions of a matter, newest first."""
        _ = actor
        with self._store.read() as session:
            return queries.versions(session, matter_id, self._today(session))

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
            today = self._today(session)
            found = self._likeness(session, today).like(text, limit)
            lines = queries.lines_of(session, today, (each.matter_id for each in found))
        return [
            Suggestion(lines[each.matter_id], each.score, each.words)
            for each in found
            if each.matter_id in lines
        ]

    def create_matter(self, actor: Actor, draft: MatterDraft) -> MatterView:
        """Add a matter in its first version.

        Raises:
            NotPermitted: the person does not administer the system.
            CodeTaken: a matter of this code is in force, or will be. A code whose matter is
                retired can be used again, for something else.
            NotFound: the unit or duty item named does not exist.
            NoConditions, OutOfRange, TextTooLong, BadLimit, ImpossibleLimit: see the sentences.
        """
        require(actor, _EDITORS, N_("change the catalogue"))
        clean = _cleaned(draft)
        with self._store.write() as session:
            _require_references(session, clean)
            today = self._today(session)
            held = standing(session, today, [clean.code]).get(clean.code)
            if held is not None and held.draft.status is not MatterStatus.RETIRED:
                raise CodeTaken(clean.code)
            if clean.in_force_from is None and queries.bearer(session, today, [clean.code]) is not None:
                # The number was another matter's until then.
                clean = replace(clean, in_force_from=today)
            write_matters(session, actor, self._clock.now(), plan_matters(session, [clean], today, {}))
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
            Conflict: another version holds by now; it is in ``current``.
            LaterVersion: an edition already says what it will be.
            NoConditions, OutOfRange, TextTooLong, BadLimit, ImpossibleLimit: see the sentences.
        """
        require(actor, _EDITORS, N_("change the catalogue"))
        clean = _cleaned(draft)
        with self._store.write() as session:
            _require_references(session, clean)
            today = self._today(session)
            known = standing(session, today, [clean.code])
            if clean.code not in known:
                raise NotFound(_MATTER, clean.code)
            # A newer version may stand nowhere: its edition was withdrawn. What counts is what holds.
            if known[clean.code].number != expected_version:
                current = queries.version_view(session, known[clean.code].version_id, today)
                raise Conflict(N_("The matter"), current)
            write_matters(session, actor, self._clock.now(), plan_matters(session, [clean], today, known))
        return self.matter(actor, known[clean.code].matter_id)

    def draft_of(self, actor: Actor, code: str) -> MatterDraft:
        """Return the newest version as a draft, to change and hand back.

        Raises:
            NotFound: there is no such matter.
        """
        _ = actor
        with self._store.read() as session:
            known = standing(session, self._today(session), [code])
        if code not in known:
            raise NotFound(_MATTER, code)
        return known[code].draft

    def check(self) -> list[Finding]:
        """Recompute lines of days, hashes and limits of all versions, and name what differs."""
        # Loaded where it is asked: no console ever checks a database.
        from models.catalogue.checking import findings

        with self._store.read() as session:
            return list(findings(session))

    def _today(self, session: Session) -> date:
        return office_day(session, self._clock.now())

    def _likeness(self, session: Session, today: date) -> LikenessIndex:
        """Return the index of the catalogue as it stands, made anew only after a change."""
        state = queries.state(session, today)
        kept = self._index
        if kept is None or kept[0] != state:
            with self._lock:
                kept = (state, LikenessIndex(queries.suggestable(session, today)))
                self._index = kept
        return kept[1]


def _found(view: MatterView | None, key: object) -> MatterView:
    if view is None:
        raise NotFound(_MATTER, key)
    return view


def _cleaned(draft: MatterDraft) -> MatterDraft:
    clean = cleaned(draft)
    check_draft(clean)
    return clean


def _require_references(session: Session, draft: MatterDraft) -> None:
    refs = references(session)
    for what, code, known in (
        (N_("unit"), draft.lead_unit, refs.units),
        (N_("duty item"), draft.duty_item, refs.duties),
        (N_("flow"), draft.flow, refs.flows),
    ):
        if code and code not in known:
            raise NotFound(what, code)
