"""What a notice of holidays does to the calendar and to open cases, told before and after it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.calendar.views import ImportOutcome, MovedDeadline

_SHOWN_MOVED = 40


def moved_lines(outcome: ImportOutcome) -> Iterator[str]:
    """Say which open cases are due at another time, by the office's clock."""
    if outcome.changes:
        yield from deadline_lines(outcome.moved)


def deadline_lines(moved: Sequence[MovedDeadline]) -> Iterator[str]:
    """Say of which open cases the deadline moves, and how."""
    from console.labels import label
    from models.calendar.arithmetic import SHANGHAI
    from models.cases.kinds import Stage

    count = len(moved)
    if not count:
        yield _("No open case moves.")
        return
    yield ngettext("%(count)s open case moves:", "%(count)s open cases move:", count, count=count)
    for each in moved[:_SHOWN_MOVED]:
        was, now = (f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for moment in (each.was, each.now))
        name = each.number if not each.clock else f"{each.number} {label(Stage(each.clock))}"
        yield f"  {name}  {was} > {now}  {each.title}"
    if count > _SHOWN_MOVED:
        yield _("… and %(count)s more.", count=count - _SHOWN_MOVED)


def edition_line(outcome: ImportOutcome) -> str:
    """Say which edition is in force now."""
    edition = outcome.edition
    if not outcome.made:
        return _("Nothing new: edition %(number)s stays in force.", number=edition.number)
    return _(
        "Edition %(number)s is in force: %(name)s, office hours %(windows)s, %(count)s days changed.",
        number=edition.number,
        name=edition.name,
        windows=edition.windows,
        count=len(outcome.changes),
    )


def outcome_document(outcome: ImportOutcome) -> dict[str, Any]:
    """Return the same as ``--json`` gives it."""
    edition = outcome.edition
    return {
        "edition": edition.number,
        "made": outcome.made,
        "years": list(edition.years),
        "windows": edition.windows,
        "changes": [
            {
                "date": change.day.isoformat(),
                "before": change.before and change.before.kind.value,
                "after": change.after and change.after.kind.value,
            }
            for change in outcome.changes
        ],
        "moved": [
            {"number": each.number, "clock": each.clock}
            | {"was": each.was.isoformat(), "now": each.now.isoformat()}
            for each in outcome.moved
        ],
    }
