"""Drafts as people and files give them, brought into the form in which they are written."""

from __future__ import annotations

from dataclasses import replace

from models.calendar.rules import parse_limit
from models.catalogue.rules import MatterDraft, class_code, scheme_named
from models.kernel.text import clean_block, clean_line, half_width


def cleaned(draft: MatterDraft) -> MatterDraft:
    """Return the draft with its texts cleaned and its codes and limits written the one way.

    Raises:
        BadScheme, BadClassCode, BadLimit, ImpossibleLimit: it cannot be written.
    """
    return replace(
        draft,
        code=half_width(draft.code),
        name=clean_line(draft.name),
        scheme=scheme_named(draft.scheme),
        class_code=class_code(draft.class_code),
        class_name=clean_line(draft.class_name),
        parent=half_width(draft.parent),
        department=clean_line(draft.department),
        assisting=tuple(filter(None, map(clean_line, draft.assisting))),
        grid_duty=clean_block(draft.grid_duty),
        patrol=clean_line(draft.patrol),
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
