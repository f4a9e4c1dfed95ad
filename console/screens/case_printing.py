"""Writing the forms of cases into the folder of exports."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from console.i18n import _
from console.screens.paper_writing import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.screens.base import ConsoleScreen


def print_forms(screen: ConsoleScreen[Any], case_ids: Sequence[int]) -> None:
    """Write the forms of cases as one document, personal data masked, and say where it went."""
    services, actor, ids = screen.services, screen.actor, tuple(case_ids)
    if not ids:
        return
    screen.say(_("Writing the form ..."))

    def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
        from console.printing import printed
        from console.tongue import tongue

        forms, words = [printed(services, actor, case_id) for case_id in ids], tongue()
        papers = services.case_papers
        return papers.forms_name(forms, words), lambda target: papers.write_forms(forms, target, words)

    write_file(screen, prepare)
