"""Source books in words for the shell: imports, changes and their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _, render

if TYPE_CHECKING:
    from models.catalogue.sources.views import ChangeView, FieldChange, ImportLine, ImportReport

_CUT = 40
_PLAIN = (
    "book", "new_book", "number", "batch", "created", "changed", "same", "gone", "skipped", "rejected",
)  # fmt: skip


def report_document(report: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    """Return a report as ``--json`` gives it."""
    return {
        **{name: getattr(report, name) for name in _PLAIN},
        "dry_run": dry_run,
        "lines": list(report.lines),
        "problems": [
            {
                "row": each.row,
                "column": each.column,
                "value": each.value,
                "reason": str(render(each.reason)),
            }
            for each in report.problems
        ],
        "assumptions": [str(render(each)) for each in report.assumptions],
    }


def import_line(line: ImportLine) -> str:
    """Return what an import does to one item, its fields below."""
    from console.labels import label

    where = _("row %(row)s", row=line.row) if line.row else ""
    head = "  ".join(part for part in (label(line.action), where, line.code, line.name) if part)
    return "\n".join([head, *map(_field_line, line.changes)])


def change_line(change: ChangeView) -> str:
    """Return what an import did to one item, its fields below; a star where nobody has looked."""
    from console.labels import label

    mark = " " if change.seen_at else "*"
    head = f"{mark} {change.book} #{change.import_number}  {label(change.action)}  {change.name}"
    return "\n".join([head, *map(_field_line, change.changes)])


def _field_line(change: FieldChange) -> str:
    from console.sourcelabels import field_name
    from models.kernel.text import clean_line

    old, new = (_cut(clean_line(text)) or "—" for text in (change.old, change.new))
    return f"    {field_name(change.field)}: {old} → {new}"


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
