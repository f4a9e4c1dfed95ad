"""How duty items and findings are said, on the screen and in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _
from console.labels import label
from models.catalogue.views import DutyStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.catalogue.duties.views import DutyChange, DutyFinding
    from models.catalogue.views import DutyItemView

TEXT_TITLES = {
    "superior_duty": N_("What the department does"),
    "township_duty": N_("What the township does"),
    "method": N_("How it is done"),
}
"""What the long texts of an item are called."""


def duty_words(item: DutyItemView) -> str:
    """Return where a duty stands: 基本履职 应急管理及消防-07."""
    return f"{label(item.duty_list)} {item.category}-{item.number:02d}"


def finding_words(finding: DutyFinding) -> str:
    """Return what a finding says, in the current language."""
    return _(finding.sentence, **finding.params)


def finding_title(finding: DutyFinding) -> str:
    """Return what kind of finding it is, in a few words."""
    # Loaded on use: the check knows all the rules of names.
    from models.catalogue.duties.checking import KIND_TITLES

    return _(KIND_TITLES[finding.kind])


def item_lines(item: DutyItemView) -> Iterator[str]:
    """Yield an item with all its texts."""
    yield f"{item.code}  {item.name}"
    facts = (
        (_("Duty list"), label(item.duty_list)),
        (_("Category"), item.category),
        (_("No."), "" if item.status is DutyStatus.RETIRED else str(item.number)),
        (_("Department"), item.department),
        (_("Status"), _("Off the list") if item.status is DutyStatus.RETIRED else ""),
        (_("Version"), str(item.version)),
    )
    for title, value in facts:
        if value:
            yield _("%(name)s: %(text)s", name=title, text=value)
    for name, title in TEXT_TITLES.items():
        text: str = getattr(item, name)
        if text:
            yield _("%(name)s:", name=_(title))
            yield from (f"  {line}" for line in text.split("\n"))


def change_lines(change: DutyChange) -> Iterator[str]:
    """Yield where an item stands after a change, and which others moved."""
    item = change.item
    if item.status is DutyStatus.RETIRED:
        yield _("%(code)s stands on no list any more.", code=item.code)
    else:
        yield _(
            "%(code)s stands at number %(number)s of the list %(list)s, %(category)s.",
            code=item.code,
            number=item.number,
            list=label(item.duty_list),
            category=item.category or _("no category"),
        )
    yield from renumbered_lines(change)


def renumbered_lines(change: DutyChange) -> Iterator[str]:
    """Yield one line about the items that got another number, none if none did."""
    if change.renumbered:
        moved = ", ".join(f"{each.code} {each.before} > {each.after}" for each in change.renumbered[:_SHOWN])
        more = " .." if len(change.renumbered) > _SHOWN else ""
        yield _("Renumbered: %(items)s", items=moved + more)


_SHOWN = 8
"""How many renumbered items a line names."""
