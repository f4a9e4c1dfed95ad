"""What a notice of holidays would move, told before it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, ngettext

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.calendar.views import ImportOutcome

_SHOWN_MOVED = 40


def tell_moved(context: Context, outcome: ImportOutcome) -> None:
    """Say which days are no longer set and which open cases are due at another time, on standard error."""
    from console.labels import label
    from models.cases.kinds import Stage

    time = context.services().calendar.current().time
    count = len(outcome.moved)
    gone = sum(change.after is None for change in outcome.changes)
    if gone:
        context.say(_("days no longer set, because their year is replaced: %(count)s", count=gone))
    if not count:
        context.say(_("No open case moves."))
        return
    context.say(ngettext("%(count)s open case moves:", "%(count)s open cases move:", count, count=count))
    for each in outcome.moved[:_SHOWN_MOVED]:
        was, now = (f"{time.local(moment):%Y-%m-%d %H:%M}" for moment in (each.was, each.now))
        name = each.number if not each.clock else f"{each.number} {label(Stage(each.clock))}"
        context.say(f"  {name}  {was} > {now}  {each.title}")
    if count > _SHOWN_MOVED:
        context.say(_("… and %(count)s more.", count=count - _SHOWN_MOVED))
