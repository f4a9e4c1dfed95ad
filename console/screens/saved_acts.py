"""What can be done with the saved queue or search that is shown: sharing, dropping, taking back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from console.i18n import _
from console.labels import label
from console.labels_saved import sharing_words
from console.screens.base import ConsoleScreen
from console.work import later
from models.accounts.views import ADMINISTRATORS, Role
from models.cases.saved_views import SharedWith, Sharing, may_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.dialogs.several import Picked
    from models.accounts.views import Actor
    from models.cases.saved_views import SavedView

R = TypeVar("R")

_EVERYBODY, _UNIT = "*everybody", "*unit"


class SavedActs(ConsoleScreen[R], Generic[R]):
    """Subclasses say what is shown, and what follows when it was changed or dropped."""

    _take_back: Callable[[], Any] | None = None
    """Puts the last change back; it runs in a thread"""

    @property
    def shown_saved(self) -> SavedView | None:
        """The saved queue or search that is shown."""
        raise NotImplementedError

    def saved_changed(self, saved: SavedView) -> None:
        """Show it as it is now."""
        raise NotImplementedError

    def saved_dropped(self, saved: SavedView) -> None:
        """Show something else."""
        raise NotImplementedError

    # Conditions

    def can_own_saved(self) -> bool:
        """What is shown was saved by the person."""
        return self.shown_saved is not None and self.shown_saved.mine

    def can_shareable(self) -> bool:
        """It is theirs, and they may share it with somebody."""
        return self.can_own_saved() and bool(_offers(self.actor))

    def can_undo_saved(self) -> bool:
        """Something was dropped, changed or shared a moment ago."""
        return self._take_back is not None

    def undo_by(self, work: Callable[[], Any] | None) -> None:
        """Offer to take the last change back by running ``work``."""
        self._take_back = work

    # Actions

    def action_share_saved(self) -> None:
        """Choose who else sees it."""
        saved = self.shown_saved
        if saved is None or not self.can_shareable():
            return
        from console.dialogs.several import SeveralDialog
        from console.widgets.picking import Pickable

        offers = _offers(self.actor)
        rows = [Pickable(name, _offer_words(name)) for name in offers]
        later(
            self.app.push_screen(
                SeveralDialog(
                    _("Share “%(name)s” with", name=saved.name),
                    rows,
                    [name for name in offers if name in _names_of(saved.sharing)],
                    ordered=False,
                    alone=(_EVERYBODY, _UNIT),
                    explanation=_("With nobody picked only you see it."),
                ),
                partial(self._share, saved),
            )
        )

    def _share(self, saved: SavedView, picked: Picked | None) -> None:
        if picked is None:
            return
        services, actor = self.services, self.actor
        sharing = _sharing(picked.picked, actor)

        def shared(now: SavedView) -> None:
            self.undo_by(lambda: services.saved.share(actor, now.id, saved.sharing, now.version))
            self.saved_changed(now)
            self.say(
                _(
                    "“%(name)s” is seen by: %(whom)s.",
                    name=now.name,
                    whom=sharing_words(sharing, now.unit_name),
                )
            )

        self.save(lambda: services.saved.share(actor, saved.id, sharing, saved.version), shared)

    def action_drop_saved(self) -> None:
        """Ask, then drop it."""
        saved = self.shown_saved
        if saved is None or not saved.mine:
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _("Drop “%(name)s”?", name=saved.name)
        why = _("No case is touched. Within ten minutes the menu takes it up again.")
        if saved.sharing.kind is not SharedWith.NOBODY:
            whom = sharing_words(saved.sharing, saved.unit_name)
            why = _("It also goes from those it is shared with: %(whom)s.", whom=whom) + why
        later(self.app.push_screen(ConfirmDialog(question, why), partial(self._drop, saved)))

    def _drop(self, saved: SavedView, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if not yes:
            return
        services, actor = self.services, self.actor

        def dropped(_was: SavedView) -> None:
            self.undo_by(lambda: services.saved.restore(actor, saved.id))
            self.saved_dropped(saved)
            self.say(_("“%(name)s” is dropped; the menu (F9) takes it up again.", name=saved.name))

        self.save(lambda: services.saved.drop(actor, saved.id, saved.version), dropped)

    def action_undo_saved(self) -> None:
        """Take the last change back."""
        work = self._take_back
        if work is None:
            return
        self._take_back = None

        def back(saved: SavedView) -> None:
            self.saved_changed(saved)
            self.say(_("“%(name)s” is as it was before.", name=saved.name))

        self.save(work, back)


def _offers(actor: Actor) -> list[str]:
    """Return with whom a person may share."""
    found = []
    if may_share(actor, Sharing(SharedWith.EVERYBODY)):
        found.append(_EVERYBODY)
    if actor.unit_id is not None and may_share(actor, Sharing(SharedWith.UNIT, unit_id=actor.unit_id)):
        found.append(_UNIT)
    roles = [role for role in Role if role not in ADMINISTRATORS]
    if may_share(actor, Sharing(SharedWith.ROLES, frozenset(roles))):
        found += [role.value for role in roles]
    return found


def _offer_words(name: str) -> str:
    if name == _EVERYBODY:
        return _("everybody")
    return _("my unit") if name == _UNIT else label(Role(name))


def _names_of(sharing: Sharing) -> set[str]:
    if sharing.kind is SharedWith.EVERYBODY:
        return {_EVERYBODY}
    if sharing.kind is SharedWith.UNIT:
        return {_UNIT}
    return {role.value for role in sharing.roles}


def _sharing(picked: tuple[str, ...], actor: Actor) -> Sharing:
    if _EVERYBODY in picked:
        return Sharing(SharedWith.EVERYBODY)
    if _UNIT in picked:
        return Sharing(SharedWith.UNIT, unit_id=actor.unit_id)
    roles = frozenset(Role(name) for name in picked)
    return Sharing(SharedWith.ROLES, roles) if roles else Sharing()
