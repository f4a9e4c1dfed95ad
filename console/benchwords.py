"""What the merge workbench is called in words: tabs, evidence, differences, what moved meanwhile."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from console.draftwords import FIELDS, fields_words
from console.i18n import _, pgettext
from models.catalogue.drafting.benchviews import BenchTab, Evidence
from models.catalogue.editions.changes import differing

if TYPE_CHECKING:
    from models.catalogue.drafting.views import Funnel
    from models.catalogue.rules import MatterDraft

_ALIKE = 0.25
"""Wordings less alike than this are marked whole: a mosaic of single letters tells nothing."""


def tab_name(tab: BenchTab) -> str:
    """Return what a tab of the workbench is called."""
    return {
        BenchTab.OPEN: pgettext("bench", "To look at"),
        BenchTab.LOOKED: pgettext("bench", "Looked at"),
        BenchTab.MERGED: pgettext("bench", "Merged"),
        BenchTab.APART: pgettext("bench", "Kept apart"),
    }[tab]


def evidence_name(evidence: Evidence | None) -> str:
    """Return what a kind of evidence is called, in few cells; ``None`` is any."""
    names = {
        None: pgettext("evidence", "any"),
        Evidence.NAME: pgettext("evidence", "same name"),
        Evidence.NEAR: pgettext("evidence", "near name"),
        Evidence.BASIS: pgettext("evidence", "same basis"),
        Evidence.STREAM: pgettext("evidence", "up/downstream"),
        Evidence.OBJECT: pgettext("evidence", "same object"),
    }
    return names[evidence]


def confidence_name(confidence: str) -> str:
    """Return how sure a suggestion is, in few cells; "" for what a person decided."""
    names = {
        "certain": pgettext("bench", "same"),
        "likely": pgettext("bench", "likely"),
        "look": pgettext("bench", "look"),
    }
    return names.get(confidence, "")


def funnel_line(name: str, funnel: Funnel) -> str:
    """Return the list's name and how far it has come, in one line."""
    counts = _(
        "sources %(items)s → merged %(merged)s → list %(live)s; to look at %(open)s",
        items=f"{funnel.items:,}",
        merged=f"{funnel.merged:,}",
        live=f"{funnel.live:,}",
        open=f"{funnel.open:,}",
    )
    return f"{name}  {counts}".strip()


def marked(text: str, base: str) -> str:
    """Return ``text`` with what differs from ``base`` in braces: ``{added}``, ``{-missing}``.

    Braces are letters: they are seen without colour, and lists of matters hold none themselves.
    """
    if not base or text == base:
        return text
    matcher = SequenceMatcher(None, base, text, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return f"{{{text}}}" if text else f"{{-{base}}}"
    pieces = []
    for kind, left, right, start, end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(text[start:end])
        elif start < end:
            pieces.append(f"{{{text[start:end]}}}")
        else:
            pieces.append(f"{{-{base[left:right]}}}")
    return "".join(pieces)


def moved_words(name: str, before: MatterDraft | None, now: MatterDraft) -> str:
    """Return in one sentence what somebody else changed of an entry meanwhile, field by field."""
    fields = {} if before is None else differing(before, now)
    shown = {key: sides for key, sides in fields.items() if key in FIELDS}
    if not shown:
        return _("“%(name)s” was changed by somebody else meanwhile. Nothing was done.", name=name)
    return _(
        "“%(name)s” was changed by somebody else meanwhile: %(fields)s. Nothing was done.",
        name=name,
        fields=_("; ").join(fields_words(shown)),
    )
