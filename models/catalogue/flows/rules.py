"""Who may stand behind a step, what its texts may be, and when two flows say the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from models.accounts.views import Role
from models.calendar.rules import parse_limit
from models.catalogue.flows.views import FlowDraft, Link, RelativeUnit, Step, StepEntry, StepKind
from models.kernel.documents import canonical, plain
from models.kernel.errors import DomainError
from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.accounts.views import Actor

EDITORS: Final = (Role.SYSTEM_ADMIN,)
"""Who writes flows: whoever writes the catalogue."""

POSTS: Final = frozenset(
    role.value for role in Role if role not in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
)
"""What the post of a step may be: the roles that work on cases.

Roles, not the posts of the organisation: a post there is a row of one unit and has no code,
while a step belongs to whichever unit has the case; and it is the role that the table of a
case's transitions asks for.
"""

UNIT_POSTS: Final = frozenset({Role.UNIT_LEAD.value, Role.HANDLER.value})
"""Posts that act for a unit only; whoever holds another acts for the township."""

RELATIVE_UNITS: Final = frozenset(unit.value for unit in RelativeUnit)

ENDING_KINDS: Final = frozenset({StepKind.CLOSE, StepKind.CALL_BACK, StepKind.DELIVER})
"""Steps after which nothing need follow."""

MOST_STEPS: Final = 60
"""No flow is longer: nobody could follow it, and its diagram would not end."""

MOST_ENTRIES: Final = 40
MOST_CHOICES: Final = 30

FORMAT: Final = "yiwang-flow/1"
"""What a file of a flow begins with; a later format gets another number."""

_CODE = re.compile(r"[\w.\-]{1,32}")
_KEY = re.compile(r"[a-z0-9][a-z0-9_\-]{0,31}")
TEXTS: Final = {
    "name": (N_("name of the flow"), 64),
    "note": (N_("note on the flow"), 1000),
    "step": (N_("name of the step"), 64),
    "evidence": (N_("evidence"), 1000),
    "condition": (N_("condition of a link"), 255),
    "entry": (N_("name of an entry"), 64),
}
"""What each text is called, and how many characters fit."""


def may_edit(actor: Actor) -> bool:
    """Say whether the person may write flows: what a screen greys its keys by."""
    return actor.has(*EDITORS)


def is_code(text: str) -> bool:
    """Say whether ``text`` can be the code of a flow: letters, digits, ``.``, ``-``, ``_``."""
    return _CODE.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Say whether ``text`` can be the key of a step: small Latin letters, digits, ``-``, ``_``."""
    return _KEY.fullmatch(text) is not None


def cleaned(draft: FlowDraft) -> FlowDraft:
    """Return the draft with its texts cleaned and readable limits written the one way.

    A limit that cannot be read stays as it is: the checker says so.
    """
    return replace(
        draft,
        code=half_width(clean_line(draft.code)),
        name=clean_line(draft.name),
        note=clean_block(draft.note),
        steps=tuple(_clean_step(step) for step in draft.steps),
        links=tuple(
            Link(
                half_width(clean_line(link.source)),
                half_width(clean_line(link.target)),
                link.kind,
                clean_line(link.condition),
            )
            for link in draft.links
        ),
    )


def _clean_step(step: Step) -> Step:
    return replace(
        step,
        key=half_width(clean_line(step.key)),
        name=clean_line(step.name),
        post=half_width(clean_line(step.post)),
        unit=half_width(clean_line(step.unit)),
        limit=_one_way(clean_line(step.limit)),
        evidence=clean_block(step.evidence),
        entries=tuple(
            replace(entry, name=clean_line(entry.name), choices=tuple(map(clean_line, entry.choices)))
            for entry in step.entries
        ),
    )


def _one_way(limit: str) -> str:
    try:
        return str(parse_limit(limit)) if limit else ""
    except DomainError:
        return limit


# ---------------------------------------------------------------- documents


def flow_document(draft: FlowDraft) -> dict[str, Any]:
    """Return a draft as files, the ledger and the database write it; what is empty is left out."""
    document: dict[str, Any] = {"format": FORMAT, "code": draft.code, "name": draft.name}
    if draft.note:
        document["note"] = draft.note
    document["steps"] = [step_document(step) for step in draft.steps]
    document["links"] = [link_document(link) for link in draft.links]
    return document


def step_document(step: Step) -> dict[str, Any]:
    """Return a step as a file writes it."""
    document: dict[str, Any] = {"key": step.key, "name": step.name, "kind": step.kind.value}
    for name in ("post", "unit", "limit", "evidence"):
        if getattr(step, name):
            document[name] = getattr(step, name)
    if step.entries:
        document["entries"] = [_entry_document(entry) for entry in step.entries]
    return document


def _entry_document(entry: StepEntry) -> dict[str, Any]:
    document: dict[str, Any] = {"name": entry.name, "kind": entry.kind.value}
    if entry.required:
        document["required"] = True
    if entry.choices:
        document["choices"] = list(entry.choices)
    return document


def link_document(link: Link) -> dict[str, Any]:
    """Return a link as a file writes it."""
    document = {"from": link.source, "to": link.target, "kind": link.kind.value}
    if link.condition:
        document["condition"] = link.condition
    return document


def document_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 by which two documents are the same or not."""
    return hashlib.sha256(canonical(plain(document)).encode()).hexdigest()


def content_hash(draft: FlowDraft) -> str:
    """Return the hash of what a draft says."""
    return document_hash(flow_document(draft))
