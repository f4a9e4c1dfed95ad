"""New entries, and what a bulk edit would do before it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.catalogue.drafting import narrow, numbering, queries
from models.catalogue.drafting.listviews import BulkPreview, Refused
from models.catalogue.drafting.refusals import NotLive, UnknownFields
from models.catalogue.drafting.rules import EDITABLE, checked, edited
from models.catalogue.drafting.service.base import EDITORS, WORK, DraftingBase
from models.catalogue.drafting.views import EntryState, FieldChange, StepKind
from models.catalogue.drafting.workspace import ENTRY, Workspace, facts_of, open_edition
from models.catalogue.editions.changes import differing
from models.catalogue.rules import MatterDraft, draft_from
from models.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.accounts.views import Actor
    from models.catalogue.drafting.views import EntryView


class AddDoors(DraftingBase):
    """From one entry to another, and from one value to many."""

    def add(self, actor: Actor, values: Mapping[str, Any], like: int | None = None) -> EntryView:
        """Put a new entry on the list: what a neighbour says, with other ``values``; one step.

        Without a code among the values it gets the next free number of its class, counting down
        from 99. Where conditions of the neighbour came from a merge, the new entry does not claim
        that.

        Args:
            actor: who works on the list.
            values: by field of :class:`~models.catalogue.rules.MatterDraft`.
            like: the neighbour; ``None`` begins with an empty entry.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft, NotFound, UnknownFields, UnknownValue: see the sentences.
            CodeInUse, CodeRetired, ClassFull: no such code can be given to it.
            Nameless, OutOfRange, TextTooLong, BadScheme, BadClassCode, BadLimit,
            ImpossibleLimit: a value cannot be used.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            start, other = MatterDraft("", ""), ""
            if like is not None:
                start, other = (
                    _unclaimed(draft_from(space.facts(like)["document"])),
                    space.facts(like)["name"],
                )
            whole = checked(edited(start, {"code": "", **values}))
            if not whole.code:
                free = numbering.free_code(session, space.edition.id, whole.scheme, whole.class_code)
                whole = edited(whole, {"code": free})
            numbering.require_free(space, 0, whole.code)
            (key,) = space.create([facts_of(whole, settled=True)])
            said: dict[str, Any] = {"matter": key, "name": whole.name, "code": whole.code}
            if other:
                space.finish(StepKind.COPY, {**said, "other": other})
            else:
                space.finish(StepKind.ADD, said)
            found = queries.entry_view(session, space.edition.id, key)
        if found is None:
            raise NotFound(ENTRY, key)
        return found

    def preview_many(
        self, actor: Actor, matter_ids: Iterable[int], changes: Mapping[str, Any]
    ) -> BulkPreview:
        """Say entry by entry what :meth:`edit_many` would change, and which it could not and why.

        Raises:
            NoDraft: no list is being prepared.
            UnknownFields: a name is no field of a matter, or one that each entry has of its own.
        """
        _ = actor
        wrong = [name for name in changes if name not in EDITABLE or name == "code"]
        if wrong:
            raise UnknownFields(", ".join(wrong), ", ".join(name for name in EDITABLE if name != "code"))
        keys = list(dict.fromkeys(matter_ids))
        with self._store.read() as session:
            edition = open_edition(session)
            known = queries.documents_of(session, edition.id, keys)
            versions = narrow.versions_of(session, edition.id, keys)
        found: list[FieldChange] = []
        refused: list[Refused] = []
        same = 0
        for key in keys:
            before, state = known.get(key, (MatterDraft("", ""), EntryState.DROPPED))
            try:
                difference = differing(before, _changed(key, before, state, changes))
            except DomainError as error:
                refused.append(Refused(key, before.code, before.name, error))
                continue
            same += not difference
            if difference:
                found.append(FieldChange(key, before.code, before.name, difference))
        wanted = {each.matter_id: versions[each.matter_id] for each in found}
        return BulkPreview(tuple(found), tuple(refused), same, wanted)


def _changed(key: int, before: MatterDraft, state: EntryState, changes: Mapping[str, Any]) -> MatterDraft:
    if state is not EntryState.LIVE:
        raise NotLive(before.name or f"#{key}", state.value)
    return checked(edited(before, changes))


def _unclaimed(draft: MatterDraft) -> MatterDraft:
    """Return a draft whose conditions are its own."""
    conditions = tuple(replace(each, origin="") for each in draft.conditions)
    return replace(draft, code="", conditions=conditions, in_force_from=None, keywords="")
