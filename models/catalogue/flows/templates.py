"""The flows that are shipped, to begin with: packaged data in the format of files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.catalogue.flows.documents import read_flow
from models.catalogue.flows.refusals import NoTemplate
from models.kernel.text import half_width

if TYPE_CHECKING:
    from models.catalogue.flows.views import FlowDraft

NAMES = ("grid", "spot", "hotline", "hazard", "joint", "service")
"""Names of the files, from the plainest to the longest."""


@lru_cache(maxsize=1)
def templates() -> dict[str, FlowDraft]:
    """Return the shipped flows by the name they are asked for by."""
    folder = Path(__file__).with_name("data")
    return {name: read_flow(folder.joinpath(f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}


def template(name: str) -> FlowDraft:
    """Return one shipped flow, by its name or its code.

    Raises:
        NoTemplate: there is none of this name.
    """
    wanted = half_width(name).casefold()
    for key, draft in templates().items():
        if wanted in {key, draft.code.casefold()}:
            return draft
    raise NoTemplate(wanted, NAMES)
