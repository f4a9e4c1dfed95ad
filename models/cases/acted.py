"""The view of a case somebody just acted on: read with the step, put together when it is looked at.

Whoever accepts one case after the other looks at none of the views they get back, and putting one together
takes longer than the step itself. What it shows was read in the step's own transaction all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.views import CaseView

if TYPE_CHECKING:
    from collections.abc import Callable


class ActedView(CaseView):
    """Becomes a plain :class:`~models.cases.views.CaseView` with the first look at any of its parts."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Make the view: asked only for a part that is not there yet."""
        return getattr(_whole(self), name)

    def __eq__(self, other: object) -> bool:
        return _whole(self) == other

    def __hash__(self) -> int:
        return hash(_whole(self))

    def __repr__(self) -> str:
        return repr(_whole(self))


_PARTS = tuple(CaseView.__dataclass_fields__)
_set = object.__setattr__


def acted_view(make: Callable[[], CaseView]) -> CaseView:
    """Return the view that ``make`` will make."""
    view = ActedView.__new__(ActedView)
    _set(view, "_make", make)
    return view


def _whole(view: CaseView) -> CaseView:
    if type(view) is ActedView:
        made = view._make()
        for name in _PARTS:
            _set(view, name, getattr(made, name))
        # No look costs more than at any other view from now on.
        _set(view, "__class__", CaseView)
    return view
