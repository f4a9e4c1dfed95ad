"""A flow, and its versions, as lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.flows.entries import entry_text
from console.flows.words import change_words, who_words
from console.i18n import _, ngettext
from console.labels import label
from console.text import limit_words
from models.catalogue.flows.views import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.text import Times
    from models.catalogue.flows.views import FlowDraft, FlowHistory, FlowView, Link

_INDENT = "   "


def flow_lines(view: FlowView, units: Mapping[str, str]) -> Iterator[str]:
    """Yield everything a version of a flow says, line by line."""
    draft = view.draft
    yield f"{draft.code}  {draft.name}"
    facts = [
        (
            _("Version"),
            str(view.number) if view.current else _("%(number)s, not the newest", number=view.number),
        ),
        (_("State number"), str(view.version)),
        (_("Status"), _("retired") if view.retired else _("in use")),
        (_("Matters"), str(view.use.matters)),
        (_("Note"), draft.note),
    ]
    for name, text in facts:
        if text:
            yield _("%(name)s: %(text)s", name=name, text=text)
    numbers = {step.key: place for place, step in enumerate(draft.steps, start=1)}
    for place, step in enumerate(draft.steps, start=1):
        yield ""
        yield f"{place}. {step.name} ({label(step.kind)}, {step.key})"
        told = [
            (_("Done by"), who_words(step, units)),
            (_("Limit"), limit_words(step.limit)),
            (_("Evidence"), " ".join(step.evidence.split())),
            (_("Entered"), _(", ").join(map(entry_text, step.entries))),
        ]
        for name, text in told:
            if text:
                yield _INDENT + _("%(name)s: %(text)s", name=name, text=text)
        for link in draft.links:
            if link.source == step.key:
                yield _INDENT + link_words(link, draft, numbers)


def link_words(link: Link, draft: FlowDraft, numbers: Mapping[str, int]) -> str:
    """Return where a link leads, in a line: ``> 4 核查``, ``< 3 处置 退回：…``."""
    names = {step.key: step.name for step in draft.steps}
    arrow = "<" if link.kind is LinkKind.RETURN else ">"
    number = str(numbers.get(link.target, "?"))
    kind = "" if link.kind is LinkKind.NORMAL else label(link.kind)
    said = _("%(name)s: %(text)s", name=kind, text=link.condition) if kind and link.condition else ""
    parts = (arrow, number, names.get(link.target, link.target), said or kind or link.condition)
    return " ".join(part for part in parts if part)


def history_lines(history: Sequence[FlowHistory], units: Mapping[str, str], times: Times) -> Iterator[str]:
    """Yield the versions of a flow, newest first, each with what it changed."""
    for version in history:
        line = version.line
        count = ngettext("%(count)s step", "%(count)s steps", line.steps, count=line.steps)
        yield _(
            "Version %(number)s, %(when)s, by %(author)s: %(name)s, %(steps)s",
            number=line.number,
            when=times.full(line.created_at),
            author=line.author,
            name=line.name,
            steps=count,
        )
        for change in version.changes:
            yield _INDENT + change_words(change, units)
