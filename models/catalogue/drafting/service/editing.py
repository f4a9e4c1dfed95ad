"""Wording, classifying, numbering and retiring entries, one at a time or many at once."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.catalogue.drafting import numbering, queries
from models.catalogue.drafting.refusals import NotLive
from models.catalogue.drafting.rules import checked, edited
from models.catalogue.drafting.service.base import EDITORS, WORK, DraftingBase
from models.catalogue.drafting.views import EntryState, FieldChange, StepKind
from models.catalogue.drafting.workspace import ENTRY, Workspace, open_edition
from models.catalogue.editions.changes import differing
from models.catalogue.rules import MatterDraft, draft_from
from models.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.accounts.views import Actor
    from models.catalogue.drafting.views import EntryLine, EntryView
    from models.kernel.paging import Page

_LIVE = (EntryState.LIVE,)
_NAMES = {each.name for each in fields(MatterDraft)}


class EditDoors(DraftingBase):
    """What entries say."""

    def entries(
        self,
        actor: Actor,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        states: Sequence[EntryState] = _LIVE,
        only_open: bool = False,
        class_key: tuple[str, str] | None = None,
    ) -> Page[EntryLine]:
        """Return a page of entries, by code and then as they came in.

        Args:
            actor: anyone.
            text: words that must all occur: in the name, as the beginning of the code, or as
                pinyin initials.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            states: which entries.
            only_open: only those nobody has looked at.
            class_key: only those of this scheme and class.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return queries.lines(
                session,
                open_edition(session).id,
                states=states,
                text=text,
                only_open=only_open,
                class_key=class_key,
                after=after,
                limit=limit,
            )

    def entry(self, actor: Actor, matter_id: int) -> EntryView:
        """Return one entry with everything it is to say.

        Raises:
            NoDraft: no list is being prepared.
            NotFound: it is not on it.
        """
        _ = actor
        with self._store.read() as session:
            found = queries.entry_view(session, open_edition(session).id, matter_id)
        if found is None:
            raise NotFound(ENTRY, matter_id)
        return found

    def edit(
        self,
        actor: Actor,
        matter_id: int,
        changes: Mapping[str, Any],
        expected_version: int | None = None,
    ) -> EntryView:
        """Change some fields of an entry; with its code, what its sub-items name as their main item.

        Args:
            actor: who works on the list.
            matter_id: the entry.
            changes: new values by field of :class:`~models.catalogue.rules.MatterDraft`.
            expected_version: the version the person was looking at.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft, NotFound, NotLive, Conflict, UnknownFields: see the sentences.
            CodeInUse, CodeRetired: the new code cannot be given to it.
            Nameless, OutOfRange, TextTooLong, BadScheme, BadClassCode, BadLimit,
            ImpossibleLimit: a value cannot be used.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            before = space.live(matter_id, expected_version)
            after = checked(edited(before, changes))
            if after.code != before.code:
                numbering.require_free(space, matter_id, after.code)
                for key, sub in numbering.sub_items(space, before.code):
                    space.say(key, edited(sub, {"parent": after.code}))
            space.say(matter_id, after, settled=True)
            told = {name: [str(was), str(now)] for name, (was, now) in differing(before, after).items()}
            space.finish(StepKind.EDIT, {"matter": matter_id, "name": after.name, "fields": told})
            return self._view(space, matter_id)

    def preview(
        self, actor: Actor, matter_ids: Iterable[int], changes: Mapping[str, Any]
    ) -> list[FieldChange]:
        """Say what :meth:`edit_many` would change, entry by entry; those that stay the same are left out.

        Raises:
            NoDraft, NotFound, UnknownFields and refusals of values: as :meth:`edit`.
        """
        _ = actor
        shared = {name: each for name, each in changes.items() if name != "code"}
        keys = list(dict.fromkeys(matter_ids))
        with self._store.read() as session:
            known = queries.documents_of(session, open_edition(session).id, keys)
        found = []
        for key in keys:
            if key not in known:
                raise NotFound(ENTRY, key)
            before, state = known[key]
            differences = differing(before, checked(edited(before, shared)))
            if differences and state is EntryState.LIVE:
                found.append(FieldChange(key, before.code, before.name, differences))
        return found

    def edit_many(
        self,
        actor: Actor,
        matter_ids: Iterable[int],
        changes: Mapping[str, Any],
        expected: Mapping[int, int] | None = None,
    ) -> int:
        """Change the same fields of a marked set as one step; return how many entries changed.

        Raises:
            NotPermitted, NoDraft, NotFound, NotLive, Conflict, UnknownFields and refusals of
            values: as :meth:`edit`; then nothing is changed. Codes cannot be given this way.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            keys = list(dict.fromkeys(matter_ids))
            space.load(keys)
            changed = 0
            for key in keys:
                before = space.live(key, (expected or {}).get(key))
                after = checked(
                    edited(before, {name: each for name, each in changes.items() if name != "code"})
                )
                if after != before:
                    space.say(key, after, settled=True)
                    changed += 1
            space.finish(StepKind.BULK, {"count": changed, "fields": sorted(changes)})
            return changed

    def copy(
        self,
        actor: Actor,
        target: int,
        source: int,
        names: Sequence[str],
        expected_version: int | None = None,
    ) -> EntryView:
        """Copy some fields from a neighbour.

        Raises:
            As :meth:`edit`.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            before = space.live(target, expected_version)
            giver = draft_from(space.facts(source)["document"])
            known = [name for name in names if name in _NAMES and name != "code"]
            after = checked(edited(before, {name: getattr(giver, name) for name in known}))
            space.say(target, after, settled=True)
            said = {"matter": target, "name": after.name, "other": giver.name, "fields": known}
            space.finish(StepKind.COPY, said)
            return self._view(space, target)

    def retire(self, actor: Actor, matter_ids: Sequence[int], note: str = "") -> int:
        """Let entries end with the edition; what was never in force is dropped. One step.

        Raises:
            NotPermitted, NoDraft, NotFound, NotLive: see the sentences.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            space.load(matter_ids)
            for key in matter_ids:
                space.live(key)
                known = space.facts(key)["base_version_id"] is not None
                space.put(key, state=EntryState.RETIRED if known else EntryState.DROPPED, settled=True)
            space.finish(
                StepKind.RETIRE, {"count": len(matter_ids), "matters": list(matter_ids), "note": note}
            )
        return len(matter_ids)

    def restore(self, actor: Actor, matter_ids: Sequence[int], note: str = "") -> int:
        """Let retired or dropped entries live again. One step; ``note`` says why.

        Raises:
            NotPermitted, NoDraft, NotFound: see the sentences.
            NotLive: one of them is merged; take that merge back instead.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            space.load(matter_ids)
            for key in matter_ids:
                facts = space.facts(key)
                if facts["state"] is EntryState.MERGED:
                    raise NotLive(facts["name"], facts["state"].value)
                space.put(key, state=EntryState.LIVE)
            space.finish(
                StepKind.RESTORE, {"count": len(matter_ids), "matters": list(matter_ids), "note": note}
            )
        return len(matter_ids)

    def settle(self, actor: Actor, matter_ids: Sequence[int], *, settled: bool = True) -> None:
        """Say that somebody has looked at entries and they are right as they are.

        Raises:
            NotPermitted, NoDraft, NotFound: see the sentences.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            space.load(matter_ids)
            for key in matter_ids:
                space.put(key, settled=settled)
            space.finish(StepKind.SETTLE, {"count": len(matter_ids), "matters": list(matter_ids)})

    def propose_code(self, actor: Actor, scheme: str, class_code: str) -> str:
        """Return the code the next local addition of a class gets: they count down from 99.

        Raises:
            NoDraft: no list is being prepared.
            ClassFull: none is left.
        """
        _ = actor
        with self._store.read() as session:
            return numbering.free_code(session, open_edition(session).id, scheme, class_code)

    def number_all(self, actor: Actor) -> int:
        """Give every live entry without a code the next one of its class; return how many. One step.

        Raises:
            NotPermitted, NoDraft: see the sentences.
            ClassFull: a class has no number left.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            bare = [
                row.matter_id
                for row in queries.all_live(session, space.edition.id)
                if not row.document.get("code")
            ]
            space.load(bare)
            taken = numbering.taken_codes(session, space.edition.id)
            for key in bare:
                draft = space.live(key)
                code = numbering.next_code(draft.scheme, draft.class_code, taken)
                taken.add(code)
                space.say(key, edited(draft, {"code": code}))
            space.finish(StepKind.NUMBER, {"count": len(bare)})
        return len(bare)

    @staticmethod
    def _view(space: Workspace, matter_id: int) -> EntryView:
        found = queries.entry_view(space.session, space.edition.id, matter_id)
        if found is None:
            raise NotFound(ENTRY, matter_id)
        return found
