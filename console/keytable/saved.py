"""Keys of saved queues and searches: finding them, sorting, and the form they are saved in."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry, MenuEntry

SAVED: tuple[KeyEntry, ...] = (
    KeyEntry(
        "queues.list",
        ("tab",),
        "list_queues",
        N_("All queues"),
        N_("Choose from all queues, saved ones too: type a part of the name or its initials."),
        ("q",),
        condition="search",
        spare=True,
    ),
    KeyEntry(
        "queues.sort",
        ("shift+tab",),
        "sort",
        N_("Sort"),
        N_("Sort by the next of: deadline, arrival, time in its state, grid, matter, unit, light, returns."),
        ("o",),
        condition="sortable",
        line=False,
    ),
    KeyEntry(
        "search.saved",
        ("f3",),
        "saved",
        N_("Saved ones"),
        N_("Choose a saved search or one you did lately, and run it."),
    ),
    KeyEntry(
        "search.save",
        ("f2",),
        "save_search",
        N_("Save it"),
        N_("Keep what is looked for under a name."),
        condition="words",
        spare=True,
    ),
    KeyEntry(
        "queue_form.save",
        ("f2",),
        "save_queue",
        N_("Save"),
        N_("Save it; what cannot be saved is said, and stays as it is."),
    ),
    KeyEntry(
        "queue_form.order",
        ("f3",),
        "order",
        N_("Sort"),
        N_("Sort by the next of what cases can be sorted by."),
    ),
    KeyEntry("queue_form.turn", ("f4",), "turn_order", N_("Turn it round"), N_("Sort the other way round.")),
    KeyEntry(
        "queue_form.base",
        ("f6",),
        "base",
        N_("Based on"),
        N_("Choose what is narrowed: all open cases, or one of the queues."),
        condition="whole",
    ),
    KeyEntry(
        "queue_form.next",
        ("down",),
        "next_part",
        N_("To the next"),
        N_("Go on to the next field, or into the columns."),
        line=False,
    ),
    KeyEntry(
        "queue_form.previous",
        ("up",),
        "previous_part",
        N_("To the one before"),
        N_("Go back to the field before."),
        line=False,
    ),
    KeyEntry(
        "picking.pick",
        ("space",),
        "pick",
        N_("Pick"),
        N_("Pick the line under the cursor, or let go of it."),
    ),
    KeyEntry("picking.earlier", ("minus",), "earlier", N_("Move up"), N_("Move the line one place up.")),
    KeyEntry("picking.later", ("plus",), "later", N_("Move down"), N_("Move the line one place down.")),
    KeyEntry("arranging.accept", ("enter", "f2"), "accept", N_("OK"), N_("Keep it as it is shown.")),
    KeyEntry("arranging.cancel", ("escape",), "cancel", N_("Back"), N_("Leave everything as it is.")),
)

QUEUE_MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "queues.turn_sort",
        "turn_sort",
        N_("Turn the order round"),
        N_("Sort the other way round."),
        "sorted",
    ),
    MenuEntry(
        "queues.save_queue",
        "save_queue",
        N_("Save as a queue"),
        N_("Keep this filter, its columns and order as a queue of your own."),
        "savable",
    ),
    MenuEntry(
        "queues.edit_queue",
        "edit_queue",
        N_("Change this queue"),
        N_("Change name, filter, columns and order of the saved queue."),
        "own_saved",
    ),
    MenuEntry(
        "queues.share_saved",
        "share_saved",
        N_("Share"),
        N_("Choose who else sees it: nobody, roles, your unit, or everybody."),
        "shareable",
    ),
    MenuEntry("queues.drop_saved", "drop_saved", N_("Drop"), N_("Drop it, after a question."), "own_saved"),
    MenuEntry(
        "queues.undo_saved",
        "undo_saved",
        N_("Take the last change back"),
        N_("Take up again what was dropped, or put back what was changed or shared."),
        "undo_saved",
    ),
    MenuEntry(
        "queues.columns",
        "columns",
        N_("Columns and order"),
        N_("Choose columns and order of this queue for yourself."),
        "sortable",
    ),
    MenuEntry(
        "queues.put_back",
        "put_back",
        N_("Put columns and order back"),
        N_("Show the queue as it comes."),
        "changed_look",
    ),
    MenuEntry(
        "queues.arrange",
        "arrange",
        N_("Arrange the queues"),
        N_("Hide queues you do not need; put the others in your own order."),
        "search",
    ),
)
"""What can be done with queues beside working in them."""

SEARCH_MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "search.rename_saved",
        "rename_saved",
        N_("Rename the search"),
        N_("Give the saved search another name."),
        "own_saved",
    ),
    MenuEntry(
        "search.share_saved",
        "share_saved",
        N_("Share"),
        N_("Choose who else sees it: nobody, roles, your unit, or everybody."),
        "shareable",
    ),
    MenuEntry("search.drop_saved", "drop_saved", N_("Drop"), N_("Drop it, after a question."), "own_saved"),
    MenuEntry(
        "search.undo_saved",
        "undo_saved",
        N_("Take the last change back"),
        N_("Take up again what was dropped, or put back what was changed or shared."),
        "undo_saved",
    ),
)
"""What can be done with the saved search that is shown."""
