"""Merging, keeping apart, splitting, and taking each of them back."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.catalogue.drafting import numbering, past, queries
from models.catalogue.drafting.refusals import MergedElsewhere, NotItsItems, NotMerged, RetiredMerge, TooFew
from models.catalogue.drafting.rules import checked, edited, merged, origin_of, root_of, without_origins
from models.catalogue.drafting.service.base import EDITORS, WORK, DraftingBase
from models.catalogue.drafting.views import EntryState, StepKind
from models.catalogue.drafting.workspace import ENTRY, Workspace, facts_of, open_edition
from models.catalogue.rules import draft_from
from models.catalogue.standing import office_day, standing_of
from models.catalogue.views import MatterStatus
from models.kernel.errors import NotFound
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.drafting.views import EntryView
    from models.catalogue.rules import MatterDraft


class MergeDoors(DraftingBase):
    """From many entries to one, and back."""

    def merge(
        self,
        actor: Actor,
        survivor: int,
        absorbed: Sequence[int],
        choices: Mapping[str, int] | None = None,
        expected: Mapping[int, int] | None = None,
        typed: Mapping[str, Any] | None = None,
    ) -> EntryView:
        """Merge entries: the survivor takes the others in, with their source items.

        Args:
            actor: who works on the list.
            survivor: the matter that stays.
            absorbed: the matters it takes in.
            choices: which matter's value is kept, by field; see
                :data:`models.catalogue.drafting.rules.CHOSEN`.
            expected: the versions of the entries the person was looking at.
            typed: what the merged entry says in the person's own words, by field.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: none is being prepared.
            TooFew: there is nothing to merge.
            NotFound: one is not on the list, or a value is chosen of one that is not merged here.
            UnknownFields: a field is chosen of which a merge does not keep one value.
            RetiredMerge: one of them is retired or dropped.
            MergedElsewhere: somebody merged one of them meanwhile.
            Conflict: somebody changed one of them meanwhile.
            UnknownValue, Nameless, TextTooLong and other refusals of values: what was typed cannot be used.
            CodeInUse, CodeRetired: a code that was typed is taken.
        """
        require(actor, EDITORS, WORK)
        others = [key for key in dict.fromkeys(absorbed) if key != survivor]
        if not others:
            raise TooFew
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            keys = [survivor, *others]
            space.load(keys)
            for key in keys:
                self._require_mergeable(space, key, (expected or {}).get(key))
            drafts = [draft_from(space.facts(key)["document"]) for key in keys]
            whole = _whole(keys, drafts, choices, typed)
            if whole.code != drafts[0].code:
                numbering.require_free(space, survivor, whole.code)
            space.say(survivor, whole, settled=True)
            for key in others:
                space.put(key, state=EntryState.MERGED, into_id=survivor)
            for item, owner in space.items(others).items():
                space.place(item, owner, survivor)
            said = {"matter": survivor, "name": whole.name, "count": len(keys), "merged": others}
            space.finish(StepKind.MERGE, said)
            return self._entry(session, space.edition.id, survivor)

    def merge_preview(
        self,
        actor: Actor,
        survivor: int,
        absorbed: Sequence[int],
        choices: Mapping[str, int] | None = None,
        typed: Mapping[str, Any] | None = None,
    ) -> MatterDraft:
        """Say what a merged entry would say, writing nothing.

        Raises:
            NoDraft, TooFew, NotFound, UnknownFields and refusals of values: as :meth:`merge`.
        """
        _ = actor
        keys = list(dict.fromkeys([survivor, *absorbed]))
        if len(keys) < 2:  # noqa: PLR2004 -- a pair
            raise TooFew
        with self._store.read() as session:
            known = queries.documents_of(session, open_edition(session).id, keys)
        for key in keys:
            if key not in known:
                raise NotFound(ENTRY, key)
        return _whole(keys, [known[key][0] for key in keys], choices, typed)

    @staticmethod
    def _require_mergeable(space: Workspace, key: int, expected: int | None) -> None:
        facts = space.facts(key)
        if facts["state"] is EntryState.MERGED:
            raise MergedElsewhere(facts["name"], space.facts(facts["into_id"])["name"])
        if facts["state"] is not EntryState.LIVE:
            raise RetiredMerge(facts["name"])
        space.facts(key, expected)

    def unmerge(self, actor: Actor, matter_id: int, expected_version: int | None = None) -> EntryView:
        """Take a merge back: a merged entry lives again, with the source items that were its own.

        A matter that was merged in an edition already published comes onto the list again, as it
        last was; it is in force again with the edition being prepared.

        What the survivor says is left as it is, but for the conditions that came from this
        entry; to restore everything, undo the step instead.

        Args:
            actor: who works on the list.
            matter_id: the entry that was merged.
            expected_version: the version of the entry it went into that the person was looking at.

        Raises:
            NotPermitted, NoDraft, NotFound, Conflict: as :meth:`merge`.
            NotMerged: it is not merged.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            holders = self._come_back(space, matter_id)
            survivor = holders[-1]
            space.facts(survivor, expected_version)
            facts = space.facts(matter_id)
            own = draft_from(facts["document"])
            # What it had taken in before goes with it.
            origins = {origin_of(matter_id, own.code), *(each.origin for each in own.conditions)} - {""}
            for key in holders:
                space.say(key, without_origins(draft_from(space.facts(key)["document"]), origins))
            space.finish(StepKind.UNMERGE, {"matter": matter_id, "name": facts["name"], "from": survivor})
            return self._entry(session, space.edition.id, matter_id)

    def _come_back(self, space: Workspace, matter_id: int) -> list[int]:
        """Let a merged entry, or a matter merged in an earlier edition, live.

        Returns what took it in, what took that in, and so on: the last one stands.
        """
        space.load([matter_id])
        if space.knows(matter_id):
            facts = space.facts(matter_id)
            if facts["state"] is not EntryState.MERGED:
                raise NotMerged(facts["name"])
            into = queries.merged_into(space.session, space.edition.id)
            holders = [into[matter_id]]
            while holders[-1] in into:
                holders.append(into[holders[-1]])
            space.put(matter_id, state=EntryState.LIVE, into_id=None, settled=False)
            self._return_items(space, matter_id, holders)
            return holders
        ended = past.merged_before(space.session, matter_id)
        if ended is None:
            raise NotMerged(past.last_name(space.session, matter_id))
        today = office_day(space.session, self._clock.now())
        last = standing_of(space.session, today, [matter_id])[matter_id]
        draft = replace(last.draft, in_force_from=None, in_force_to=None, status=MatterStatus.IN_FORCE)
        space.adopt(matter_id, facts_of(draft))
        root = root_of(queries.merged_into(space.session, space.edition.id), ended)
        here = space.items([root])
        for item in past.items_before(space.session, matter_id):
            if item in here:
                space.place(item, root, matter_id)
        return [root]

    def cases_by_origin(self, actor: Actor, matter_id: int) -> dict[str, tuple[int, int]]:
        """Return how many cases rest on a matter, open and in all, by where their condition came from.

        The key is the code of the merged matter whose condition a case was filed under; empty for
        the matter's own: so cases are sorted when a merge is taken back.
        """
        _ = actor
        ask = self._more.get("cases_by_origin")
        with self._store.read() as session:
            return {} if ask is None else ask(session, matter_id)

    @staticmethod
    def _return_items(space: Workspace, matter_id: int, holders: Sequence[int]) -> None:
        """Give back the items that the merge took, as far as those that took it in still have them."""
        taken = past.taken_by_merge(space.session, space.edition.id, matter_id)
        here = space.items(holders)
        for item in taken:
            if item in here:
                space.place(item, here[item], matter_id)

    def split(
        self,
        actor: Actor,
        matter_id: int,
        parts: Sequence[tuple[Mapping[str, Any], Sequence[int]]],
        expected_version: int | None = None,
    ) -> list[EntryView]:
        """Split new entries off an entry.

        Args:
            actor: who works on the list.
            matter_id: the entry that is split; it stays, with what is not given away.
            parts: for each new entry, what it says otherwise than the entry split (by field),
                and the source items that go with it.
            expected_version: the version the person was looking at.

        Raises:
            NotPermitted, NoDraft, NotFound, Conflict: as :meth:`merge`.
            NotLive: the entry is not live.
            NotItsItems: a source item is not the entry's.
            UnknownFields: a field does not exist.
            CodeInUse, CodeRetired: a code given to a new entry is taken.
            Nameless, TextTooLong and other refusals of values: what a part is to say cannot be used.
            TooFew: there are no parts.
        """
        require(actor, EDITORS, WORK)
        if not parts:
            raise TooFew
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            whole = space.live(matter_id, expected_version)
            own = space.items([matter_id])
            given = [item for _changes, items in parts for item in items]
            if len(set(given)) != len(given) or not own.keys() >= set(given):
                raise NotItsItems(whole.name)
            # A code belongs to one matter: the new ones get their own.
            drafts = [checked(edited(replace(whole, code=""), changes)) for changes, _items in parts]
            for draft in drafts:
                numbering.require_free(space, 0, draft.code)
            made = space.create([facts_of(draft, split_from_id=matter_id) for draft in drafts])
            for key, (_changes, items) in zip(made, parts, strict=True):
                for item in items:
                    space.place(item, matter_id, key)
            said = {"matter": matter_id, "name": whole.name, "count": len(made) + 1, "new": made}
            space.finish(StepKind.SPLIT, said)
            return [self._entry(session, space.edition.id, key) for key in (matter_id, *made)]

    def keep_apart(
        self,
        actor: Actor,
        matter_ids: Sequence[int],
        *,
        apart: bool = True,
        others: Sequence[int] = (),
        note: str = "",
    ) -> None:
        """Remember that entries do not mean the same, so that they are not suggested again.

        Args:
            actor: who works on the list.
            matter_ids: the entries, each kept apart from each.
            apart: ``False`` forgets it again.
            others: where given, each of ``matter_ids`` is kept apart from each of these instead.
            note: why, if somebody says so; it stands with the step.

        Raises:
            NotPermitted, NoDraft, NotFound: as :meth:`merge`.
            TooFew: there is nothing to keep apart.
        """
        require(actor, EDITORS, WORK)
        pairs = set(product(matter_ids, others)) if others else set(combinations(matter_ids, 2))
        pairs = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
        if not pairs:
            raise TooFew
        keys = list(dict.fromkeys([*matter_ids, *others]))
        said: dict[str, Any] = {"count": len(keys), "matters": keys}
        if others:
            own = len(set(matter_ids))
            said |= {"count": own, "others": len(keys) - own}
        if clean_line(note):
            said["note"] = clean_line(note)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            space.load(keys)
            for key in keys:
                space.facts(key)
            for one, other in sorted(pairs):
                space.apart(one, other, apart=apart)
            space.finish(StepKind.APART if apart else StepKind.TOGETHER, said)

    def _entry(self, session: Session, edition_id: int, matter_id: int) -> EntryView:
        found = queries.entry_view(session, edition_id, matter_id)
        if found is None:
            raise NotFound(ENTRY, matter_id)
        return found


def _whole(
    keys: Sequence[int],
    drafts: Sequence[MatterDraft],
    choices: Mapping[str, int] | None,
    typed: Mapping[str, Any] | None,
) -> MatterDraft:
    """Return what the first of some entries says that takes the others in."""
    origins = [origin_of(key, each.code) for key, each in zip(keys[1:], drafts[1:], strict=True)]
    whole = merged(drafts[0], drafts[1:], _places(keys, choices), origins)
    return checked(edited(whole, typed)) if typed else whole


def _places(keys: Sequence[int], choices: Mapping[str, int] | None) -> dict[str, int]:
    """Return the place among the merged entries of each one whose value is kept."""
    for key in (choices or {}).values():
        if key not in keys:
            raise NotFound(ENTRY, key)
    return {name: keys.index(key) for name, key in (choices or {}).items()}
