"""The lineage of a matter: who bore its number, what became of them, and its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.edition_words import force_words, step_words
from console.i18n import _, pgettext
from console.labels import label
from console.screens.filtering import FilteringScreen
from console.work import later
from models.catalogue.views import MatterLine, MatterStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.widgets.lines import Piece
    from models.catalogue.editions.views import Bearer, Heir, LineageStep, LineageView
    from models.catalogue.views import VersionView

_INDENT = "   "


class LineageReading(FilteringScreen[None]):
    """What the catalogue's screen needs to open the lineage of the matter under the cursor."""

    def can_matter(self) -> bool:
        """A matter is under the cursor."""
        return self.composed and isinstance(self.rows.row, MatterLine)

    def action_lineage(self) -> None:
        """Read what the number under the cursor meant and became."""
        row = self.rows.row
        if not isinstance(row, MatterLine):
            return
        services, actor, matter = self.services, self.actor, row

        def work() -> tuple[LineageView, list[VersionView]]:
            found = services.editions.lineage(actor, matter.code)
            return found, services.catalogue.versions(actor, matter.id)

        self.read("lineage", work, lambda found: self._show_lineage(matter, *found))

    def _show_lineage(self, row: MatterLine, found: LineageView, versions: Sequence[VersionView]) -> None:
        from console.dialogs.page import PageDialog

        title = _("Lineage of %(code)s", code=row.code)
        later(self.app.push_screen(PageDialog(title, lineage_paragraphs(found, row.name, versions))))


def lineage_paragraphs(found: LineageView, name: str, versions: Sequence[VersionView]) -> list[Piece]:
    """Return the lineage of a number as a page.

    Args:
        found: everything that ever bore the number.
        name: what the matter looked at is called.
        versions: the versions of that matter, the newest first.
    """
    paragraphs: list[Piece] = [(f"{found.code} {name}", "bold")]
    if len(found.bearers) > 1:
        several = _("This number meant several things; the newest stands first.")
        paragraphs.append((several, ""))
    for bearer in found.bearers:
        paragraphs += _bearer(bearer)
    paragraphs += [("", ""), (_("Versions of %(name)s", name=name), "bold underline")]
    newest = max((each.number for each in versions), default=0)
    paragraphs += [(f"{_INDENT}{_version(each, newest)}", "" if each.current else "dim") for each in versions]
    return paragraphs


def _bearer(bearer: Bearer) -> list[Piece]:
    return [
        ("", ""),
        (f"{bearer.name}  {force_words(bearer.first, bearer.last)}", "bold underline"),
        *((f"{_INDENT}{_step(step)}", "") for step in bearer.steps),
        *((f"{_INDENT}{_heir(heir)}", "") for heir in bearer.heirs),
    ]


def _step(step: LineageStep) -> str:
    edition = "" if step.edition is None else _("Edition %(number)s", number=step.edition)
    words = (step.effective.isoformat(), label(step.kind), step_words(step), edition)
    return "  ".join(part for part in words if part)


def _heir(heir: Heir) -> str:
    return _(
        "Today: %(code)s %(name)s (%(status)s)", code=heir.code, name=heir.name, status=label(heir.status)
    )


def _version(version: VersionView, newest: int) -> str:
    number = _("version %(number)s", number=version.number)
    over = version.status is MatterStatus.RETIRED and version.number < newest
    # The matter goes on: what ended is its wording, not itself.
    status = pgettext("version", "replaced") if over else label(version.status)
    return f"{number}  {version.code} {version.name}  {status}"
