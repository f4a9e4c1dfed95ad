"""The door to the flows: reading, checking and writing them, always as new versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.accounts.rules import require
from models.catalogue.flows import queries
from models.catalogue.flows.checking import findings
from models.catalogue.flows.comparing import compare
from models.catalogue.flows.documents import flow_of
from models.catalogue.flows.refusals import FlowCodeTaken, FlowInUse, FlowRetired
from models.catalogue.flows.rules import EDITORS, POSTS, cleaned, content_hash, flow_document
from models.catalogue.flows.views import FlowHistory, FlowUse, FlowVersionLine, Grounds
from models.catalogue.flows.writing import add_version, checked, move_on, note, require_sound, standing_of
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.accounts.views import Actor
    from models.catalogue.flows.views import FlowChange, FlowDraft, FlowFinding, FlowLine, FlowView
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.paging import Page
    from models.kernel.store import Store

Uses: TypeAlias = Callable[[Session, int | None], Mapping[int, FlowUse]]
"""Tells by what flows are used: of one flow by its id, or of all (``None``)."""

_FLOW = N_("flow")
_CHANGE = N_("change the handling flows")


def unused(_session: Session, _flow_id: int | None) -> Mapping[int, FlowUse]:
    """Say that no flow is used: as long as nothing above this room names one."""
    return {}


class FlowService:
    """Flows, their versions, and what the checker says of them.

    Everyone who is signed in may look: a flow holds no personal data.

    Args:
        store: the database.
        clock: what new versions are dated by.
        uses: by what flows are used; what uses them lies above this room.
    """

    def __init__(self, store: Store, clock: Clock, uses: Uses = unused) -> None:
        self._store = store
        self._clock = clock
        self._uses = uses

    # Reading

    def flows(
        self,
        actor: Actor,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        retired: bool = False,
    ) -> Page[FlowLine]:
        """Return a page of flows by code, each with how many matters use it.

        Args:
            actor: anyone.
            text: words of the name, or the beginning of the code.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            retired: with those no longer in use.
        """
        _ = actor
        with self._store.read() as session:
            uses = self._uses(session, None)
            return queries.lines(session, uses, text=text, after=after, limit=limit, retired=retired)

    def flow(self, actor: Actor, code: str, number: int | None = None) -> FlowView:
        """Return a flow in its newest version, or in the one numbered ``number``.

        Raises:
            NotFound: there is no such flow or version.
        """
        _ = actor
        with self._store.read() as session:
            return self._view(session, code, number)

    def version(self, version_id: int) -> FlowView:
        """Return the version something is pinned to, however old.

        Raises:
            NotFound: there is none of this id.
        """
        with self._store.read() as session:
            found = queries.flow_view(session, queries.VERSIONS.c.id == version_id)
        if found is None:
            raise NotFound(_FLOW, version_id)
        return found

    def versions(self, actor: Actor, code: str) -> list[FlowVersionLine]:
        """Return the versions of a flow, newest first.

        Raises:
            NotFound: there is no such flow.
        """
        return [each.line for each in self.history(actor, code)]

    def history(self, actor: Actor, code: str) -> list[FlowHistory]:
        """Return the versions of a flow, newest first, each with what it changed.

        Raises:
            NotFound: there is no such flow.
        """
        _ = actor
        with self._store.read() as session:
            found = queries.versions(session, standing_of(session, code).id)
        drafts = [flow_of(document) for _line, document in found]
        older = [*drafts[1:], None]
        return [
            FlowHistory(line, () if before is None else compare(before, draft))
            for (line, _document), draft, before in zip(found, drafts, older, strict=True)
        ]

    def draft_of(self, actor: Actor, code: str, number: int | None = None) -> FlowDraft:
        """Return a version as a draft, to change and hand back.

        Raises:
            NotFound: there is no such flow or version.
        """
        return self.flow(actor, code, number).draft

    def compare(self, actor: Actor, code: str, before: int, after: int) -> tuple[FlowChange, ...]:
        """Return what differs between two versions of a flow.

        Raises:
            NotFound: there is no such flow or version.
        """
        _ = actor
        with self._store.read() as session:
            old, new = (self._view(session, code, number).draft for number in (before, after))
        return compare(old, new)

    # Checking

    def grounds(self, actor: Actor, code: str = "") -> Grounds:
        """Return what a flow is checked against: posts, open units, the limits it is used under.

        Args:
            actor: anyone.
            code: the flow; one that does not exist yet is used under no limit.
        """
        _ = actor
        with self._store.read() as session:
            flow = queries.standing(session, half_width(code)) if code else None
            return self._grounds(session, None if flow is None else flow.id)

    def findings(
        self, actor: Actor, draft: FlowDraft, limits: Sequence[str] | None = None
    ) -> tuple[FlowFinding, ...]:
        """Return what the checker says of a draft as things stand.

        Args:
            actor: anyone.
            draft: the flow.
            limits: what its steps have to fit into; by default the limits it is used under.
        """
        clean = cleaned(draft)
        grounds = self.grounds(actor, clean.code)
        return checked(clean, grounds if limits is None else replace(grounds, limits=tuple(limits)))

    def check(self) -> list[Finding]:
        """Recompute hashes and marks of all versions, and check the newest again as things stand."""
        with self._store.read() as session:
            return list(findings(session, self._grounds(session, None), self._uses(session, None)))

    # Writing

    def create(self, actor: Actor, draft: FlowDraft) -> FlowView:
        """Add a flow in its first version.

        Raises:
            NotPermitted: the person does not administer the system.
            FlowFaulty: the checker found errors.
            FlowCodeTaken: a flow of this code exists.
        """
        require(actor, EDITORS, _CHANGE)
        clean = cleaned(draft)
        with self._store.write() as session:
            if queries.standing(session, clean.code) is not None:
                raise FlowCodeTaken(clean.code)
            require_sound(clean, self._grounds(session, None))
            facts = {"code": clean.code, "name": clean.name, "current_number": 1, "retired": False}
            insert = queries.FLOWS.insert().values(version=1, **facts).returning(queries.FLOWS.c.id)
            try:
                flow_id = session.connection().execute(insert).scalar_one()
            except IntegrityError as error:
                raise FlowCodeTaken(clean.code) from error
            add_version(session, actor, self._clock.now(), flow_id, 1, clean)
            note(session, actor, self._clock.now(), clean.code, "create", None, flow_document(clean))
            return self._view(session, clean.code, None)

    def copy(self, actor: Actor, code: str, new_code: str, new_name: str) -> FlowView:
        """Add a flow that says what another says, under a code and name of its own.

        Raises:
            NotPermitted, FlowFaulty, FlowCodeTaken: as :meth:`create`.
            NotFound: there is no flow to copy.
        """
        require(actor, EDITORS, _CHANGE)
        return self.create(actor, replace(self.draft_of(actor, code), code=new_code, name=new_name))

    def change(self, actor: Actor, draft: FlowDraft, expected_version: int) -> FlowView:
        """Give a flow a new version; the old one stays for what runs under it.

        Where nothing differs, no version is made.

        Args:
            actor: a system administrator.
            draft: the whole new content, under the flow's code.
            expected_version: ``version`` of the view the person was looking at.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such flow.
            FlowRetired: it is out of use.
            FlowFaulty: the checker found errors.
            Conflict: somebody else changed it; how it stands now is in ``current``.
        """
        require(actor, EDITORS, _CHANGE)
        clean = cleaned(draft)
        with self._store.write() as session:
            flow = standing_of(session, clean.code)
            standing = self._view(session, flow.code, None)
            if flow.version != expected_version:
                raise Conflict(N_("The flow"), standing)
            if flow.retired:
                raise FlowRetired(flow.code)
            require_sound(clean, self._grounds(session, flow.id))
            if content_hash(standing.draft) == content_hash(clean):
                return standing
            number = flow.current_number + 1
            if not move_on(session, flow, name=clean.name, current_number=number):
                raise Conflict(N_("The flow"), standing)
            add_version(session, actor, self._clock.now(), flow.id, number, clean)
            before, after = flow_document(standing.draft), flow_document(clean)
            note(session, actor, self._clock.now(), flow.code, "change", before, after)
            return self._view(session, flow.code, None)

    def retire(self, actor: Actor, code: str, expected_version: int) -> FlowView:
        """Take a flow out of use; its versions stay.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such flow.
            FlowInUse: matters are handled by it.
            Conflict: somebody else changed it; how it stands now is in ``current``.
        """
        return self._set_retired(actor, code, expected_version, retired=True)

    def reinstate(self, actor: Actor, code: str, expected_version: int) -> FlowView:
        """Take a retired flow back into use.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such flow.
            FlowFaulty: it could not be saved as things stand now.
            Conflict: somebody else changed it; how it stands now is in ``current``.
        """
        return self._set_retired(actor, code, expected_version, retired=False)

    def _set_retired(self, actor: Actor, code: str, expected_version: int, *, retired: bool) -> FlowView:
        require(actor, EDITORS, _CHANGE)
        with self._store.write() as session:
            flow = standing_of(session, code)
            standing = self._view(session, flow.code, None)
            if flow.version != expected_version:
                raise Conflict(N_("The flow"), standing)
            if flow.retired is retired:
                return standing
            if retired and standing.use.matters:
                raise FlowInUse(flow.code, standing.use.matters)
            if not retired:
                require_sound(standing.draft, self._grounds(session, flow.id))
            if not move_on(session, flow, retired=retired):
                raise Conflict(N_("The flow"), standing)
            action = "retire" if retired else "reinstate"
            before, after = {"retired": flow.retired}, {"retired": retired}
            note(session, actor, self._clock.now(), flow.code, action, before, after)
            return self._view(session, flow.code, None)

    # Inside a transaction

    def _view(self, session: Session, code: str, number: int | None) -> FlowView:
        flow = standing_of(session, code)
        wanted = flow.current_number if number is None else number
        columns = queries.VERSIONS.c
        found = queries.flow_view(session, (columns.flow_id == flow.id) & (columns.number == wanted))
        if found is None:
            raise NotFound(N_("version of the flow"), f"{flow.code} {wanted}")
        return replace(found, use=self._uses(session, flow.id).get(flow.id, FlowUse()))

    def _grounds(self, session: Session, flow_id: int | None) -> Grounds:
        use = FlowUse() if flow_id is None else self._uses(session, flow_id).get(flow_id, FlowUse())
        return Grounds(POSTS, queries.open_units(session), use.limits, queries.day_minutes(session))
