"""The kinds of tables that can be imported and exported: one module each.

How to add a kind
-----------------
1. Write ``kinds/<name>.py`` with a subclass of :class:`~models.exchange.frame.Kind` and a
   module constant ``KIND`` holding one instance. Declare ``name``, ``title``, ``key`` and
   ``fields``: each :class:`~models.exchange.frame.Field` with its name (heading of exports),
   title (a message id), whether it is required, further headings in Chinese and English,
   and a reader from :mod:`models.exchange.cells` that raises a ``DomainError`` saying what is
   wrong with a cell.
2. ``compare(rows, work)`` reads the database **in bulk** and sorts the rows into created,
   changed, same, skipped and problems. It writes nothing: later a plan is made from it.
   ``work.problem(row, "field", value, reason)`` names a row that turns out unusable.
3. ``write(comparison, work)`` writes in bulk through ``work.session`` and signs with
   ``work.actor`` at ``work.at``. It never commits and never asks a clock.
4. ``export(session, actor)`` yields the cells of :meth:`~models.exchange.frame.Kind.columns`
   in a stable order, such that importing them again changes nothing.
5. What is said once for the whole import, not by a column, is a field of ``settings``
   (``--set``); columns that stand for no field go to the value named by ``rest``, if the kind
   wants them. Workbooks are read for every kind; ``titled`` says that CSV files too come with
   title rows. ``details(comparison)`` tells of the rows what counts do not.
6. Add the name to :data:`NAMES`, and the titles to the translations.

Reading, mapping, empty and repeated keys, the transaction, the batch, its ledger entry
and the summary are the frame's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from models.exchange.names import NAMES
from models.exchange.refusals import UnknownKind

if TYPE_CHECKING:
    from models.exchange.frame import Kind


def kind_named(name: str) -> Kind:
    """Return a kind; its module is loaded when first asked for.

    Raises:
        UnknownKind: there is none of this name.
    """
    if name not in NAMES:
        raise UnknownKind(name, ", ".join(NAMES))
    found: Kind = import_module(f"{__name__}.{name}").KIND
    return found


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order in which a township's tables build on each other."""
    return tuple(kind_named(name) for name in NAMES)
