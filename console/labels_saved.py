"""What columns, orders and sharing of saved queues are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _, pgettext
from console.labels import label
from models.cases.arranging import CaseColumn, CaseOrder, Whole
from models.cases.saved_views import SharedWith

if TYPE_CHECKING:
    from models.cases.arranging import Base, Ordering
    from models.cases.saved_views import SavedView, Sharing

COLUMN_TITLES = {
    CaseColumn.NUMBER: N_("Number"),
    CaseColumn.LIGHT: N_("Light"),
    CaseColumn.STATE: N_("State"),
    CaseColumn.DUE: N_("Due"),
    CaseColumn.MATTER: N_("Matter"),
    CaseColumn.GRID: N_("Grid"),
    CaseColumn.SOURCE: N_("From"),
    CaseColumn.UNIT: N_("Unit"),
    CaseColumn.WITH: N_("With"),
    CaseColumn.PLACE: N_("Place"),
    CaseColumn.ARRIVAL: N_("Reported"),
    CaseColumn.SINCE: N_("State since"),
    CaseColumn.RETURNS: N_("Returns"),
    CaseColumn.REWORKS: N_("Reworks"),
    CaseColumn.ASKED: N_("Asked for"),
    CaseColumn.ANSWER: N_("Answer by"),
    CaseColumn.TITLE: N_("Title"),
}
"""The heading of each column (message id)."""


def order_words(ordering: Ordering | None) -> str:
    """Return what a list is sorted by, with its direction."""
    if ordering is None:
        return pgettext("order", "as usual")
    name = {
        CaseOrder.DEADLINE: pgettext("order", "deadline"),
        CaseOrder.ARRIVAL: pgettext("order", "arrival"),
        CaseOrder.SINCE: pgettext("order", "time in its state"),
        CaseOrder.GRID: pgettext("order", "grid"),
        CaseOrder.MATTER: pgettext("order", "matter"),
        CaseOrder.UNIT: pgettext("order", "unit"),
        CaseOrder.LIGHT: pgettext("order", "light"),
        CaseOrder.RETURNS: pgettext("order", "returns"),
    }[ordering.by]
    return _("%(name)s, descending", name=name) if ordering.descending else name


def base_words(base: Base) -> str:
    """Return what a saved queue begins with."""
    if base is Whole.OPEN:
        return _("All open cases")
    if base is Whole.EVERY:
        return _("All cases")
    return label(base)


def sharing_words(sharing: Sharing, unit_name: str = "") -> str:
    """Return who sees a saved queue beside its owner."""
    if sharing.kind is SharedWith.ROLES:
        return _(", ").join(label(role) for role in sorted(sharing.roles))
    if sharing.kind is SharedWith.UNIT:
        return unit_name or _("my unit")
    if sharing.kind is SharedWith.EVERYBODY:
        return _("everybody")
    return _("only me")


def owned_words(saved: SavedView) -> str:
    """Return whose a saved queue is, for a note beside its name."""
    if not saved.mine:
        return _("shared by %(name)s", name=saved.owner_name)
    if saved.sharing.kind is SharedWith.NOBODY:
        return _("saved by me")
    return _("saved by me, shared with: %(whom)s", whom=sharing_words(saved.sharing, saved.unit_name))


def gone_words(saved: SavedView) -> str:
    """Return which names in its filter mean something that was closed, "" if none does."""
    gone = _(", ").join(saved.gone)
    return _("No longer in use, but named in the filter: %(names)s.", names=gone) if gone else ""
