"""What an import of cases or holidays tells beside its counts: deadlines moved, fields that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from models.calendar.views import ImportOutcome
    from models.exchange.kinds.order_views import CaseReport, DeadlineMoved, FieldDiffers

_SHOWN = 20


def notice_lines(details: object) -> Iterator[str]:
    """Yield the lines about rows that were not simply created, the deadlines first."""
    outcome = _outcome(details)
    if outcome is not None:
        from console.commands.calendarmoves import moved_lines

        yield from moved_lines(outcome)
        return
    report = _report(details)
    if report is None:
        return
    if report.moved:
        yield _(
            "Deadlines moved by city or district: %(count)s, entered %(entered)s.",
            count=len(report.moved),
            entered=sum(each.refused is None for each in report.moved),
        )
    yield from _first(report.moved, _moved)
    yield from _first(report.differing, _differing)
    if any(each.open and not each.written for each in report.differing):
        yield _("Nothing of this was written. To take it over for open cases: --set update=yes")


def notice_documents(details: object) -> dict[str, Any]:
    """Return the same as ``--json`` gives it; nothing for other kinds of table."""
    outcome = _outcome(details)
    if outcome is not None:
        from console.commands.calendarmoves import outcome_document

        return outcome_document(outcome)
    report = _report(details)
    if report is None:
        return {}
    return {
        "deadlines_moved": [
            {
                "row": each.row,
                "number": each.number,
                "level": each.level.value,
                "before": None if each.before is None else each.before.isoformat(),
                "after": each.after.isoformat(),
                "entered": each.refused is None,
                "reason": "" if each.refused is None else str(render(each.refused)),
            }
            for each in report.moved
        ],
        "differing": [
            {
                "row": each.row,
                "number": each.number,
                "field": _(each.field),
                "before": each.before,
                "after": each.after,
                "written": each.written,
                "open": each.open,
            }
            for each in report.differing
        ],
    }


def _report(details: object) -> CaseReport | None:
    # Loaded on use: only a kind that is loaded already has such details.
    from models.exchange.kinds.order_views import CaseReport

    return details if isinstance(details, CaseReport) else None


def _outcome(details: object) -> ImportOutcome | None:
    from models.calendar.views import ImportOutcome

    return details if isinstance(details, ImportOutcome) else None


def _first(entries: tuple[Any, ...], line: Any) -> Iterator[str]:
    yield from (line(each) for each in entries[:_SHOWN])
    if len(entries) > _SHOWN:
        yield _("… and %(count)s more; --json lists all.", count=len(entries) - _SHOWN)


def _moved(each: DeadlineMoved) -> str:
    from console.labels import label

    facts = {
        "row": each.row,
        "number": each.number,
        "level": label(each.level),
        "before": _time(each.before),
        "after": _time(each.after),
    }
    if each.refused is not None:
        return _(
            "! Row %(row)s, %(number)s: the %(level)s moved its deadline from %(before)s to %(after)s; "
            "not entered: %(reason)s",
            reason=str(render(each.refused)),
            **facts,
        )
    return _(
        "! Row %(row)s, %(number)s: the %(level)s moved its deadline from %(before)s to %(after)s; "
        "entered in the timeline.",
        **facts,
    )


def _time(moment: datetime | None) -> str:
    return _("none") if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _differing(each: FieldDiffers) -> str:
    facts = {
        "row": each.row,
        "number": each.number,
        "field": _(each.field),
        "before": each.before,
        "after": each.after,
    }
    if each.written:
        return _("Row %(row)s, %(number)s, %(field)s: “%(before)s” is now “%(after)s”", **facts)
    if not each.open:
        return _(
            "Row %(row)s, %(number)s, %(field)s: “%(before)s” here, “%(after)s” there; the case is closed",
            **facts,
        )
    return _("Row %(row)s, %(number)s, %(field)s: “%(before)s” here, “%(after)s” there", **facts)
