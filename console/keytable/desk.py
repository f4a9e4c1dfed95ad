"""Keys of the working day: queues, lists, sign-in and lock, and what works everywhere."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

DESK: tuple[KeyEntry, ...] = (
    KeyEntry(
        "queues.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open the case under the cursor."),
        condition="row",
    ),
    KeyEntry(
        "queues.together",
        ("f6",),
        "together",
        N_("Batch"),
        N_("Do one thing to all marked cases: choose it, fill in one form, look over what would be done."),
        ("b",),
        condition="marked",
        spare=True,
    ),
    KeyEntry(
        "queues.mark",
        ("space",),
        "mark",
        N_("Mark"),
        N_("Mark or unmark the case and go one line down."),
        condition="row",
        spare=True,
    ),
    KeyEntry(
        "queues.intake", ("f2",), "intake", N_("New"), N_("Report a new case."), ("n",), condition="intake"
    ),
    KeyEntry(
        "queues.step",
        ("f3",),
        "step",
        N_("Take"),
        N_("Do the next step of the case under the cursor at once, where nothing has to be entered for it."),
        ("a",),
        condition="taking",
    ),
    KeyEntry(
        "queues.search",
        ("f4",),
        "search",
        N_("Search"),
        N_("Look for a case among all there are, closed and void ones too."),
        ("s",),
        condition="search",
    ),
    KeyEntry(
        "queues.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
    KeyEntry(
        "queues.catalogue",
        ("f6",),
        "catalogue",
        N_("Matters"),
        N_("Browse the catalogue: classes, matters, conditions and limits."),
        ("m",),
        condition="unmarked",
        spare=True,
    ),
    KeyEntry(
        "queues.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Filter as you type: by words, number or pinyin initials. Enter keeps the filter, Esc drops it."),
        condition="search",
    ),
    KeyEntry(
        "queues.drafts",
        ("f8",),
        "drafts",
        N_("Drafts"),
        N_("List the forms you have not finished."),
        ("d",),
        spare=True,
    ),
    KeyEntry(
        "queues.switch",
        (*"1234567890", "minus", "equals_sign", "plus", "number_sign", "at", "asterisk"),
        "queue",
        N_("Queue"),
        N_("Go to the queue with this number or sign; * is your day."),
        line=False,
        spread=True,
        shown_as="1-9 0 - = + # @ *",
    ),
    KeyEntry("queues.next", ("right",), "turn(1)", N_("Next queue"), N_("Go to the next queue."), line=False),
    KeyEntry(
        "queues.previous",
        ("left",),
        "turn(-1)",
        N_("Previous queue"),
        N_("Go to the previous queue."),
        line=False,
    ),
    KeyEntry(
        "search.open", ("enter",), "open", N_("Open"), N_("Open the case under the cursor."), condition="row"
    ),
    KeyEntry(
        "search.words",
        ("f7", "slash"),
        "words",
        N_("Find"),
        N_("Go to the field and type: a number, words or pinyin initials. All of them must fit."),
    ),
    KeyEntry(
        "search.list", ("down",), "list", N_("To the list"), N_("Go from the field to the list."), line=False
    ),
    KeyEntry(
        "filter.complete",
        ("tab",),
        "complete",
        N_("Complete it"),
        N_("Go on with a name that may follow, as 状态: or 处置; pressed again, with the next one."),
        line=False,
    ),
    KeyEntry("list.down", ("down",), "down", N_("Down"), N_("One line down."), ("j",), line=False),
    KeyEntry("list.up", ("up",), "up", N_("Up"), N_("One line up."), ("k",), line=False),
    KeyEntry("list.page_down", ("pagedown",), "page_down", N_("Page down"), N_("One page down."), line=False),
    KeyEntry("list.page_up", ("pageup",), "page_up", N_("Page up"), N_("One page up."), line=False),
    KeyEntry("list.first", ("home",), "first", N_("First"), N_("To the first line."), line=False),
    KeyEntry(
        "list.last",
        ("end",),
        "last",
        N_("Last"),
        N_("To the last line read so far; more is read from there."),
        line=False,
    ),
    KeyEntry("text.down", ("down",), "line_down", N_("Down"), N_("One line on."), ("j",), line=False),
    KeyEntry("text.up", ("up",), "line_up", N_("Up"), N_("One line back."), ("k",), line=False),
    KeyEntry(
        "text.page_down", ("pagedown", "space"), "page_on", N_("Page down"), N_("One page on."), line=False
    ),
    KeyEntry("text.page_up", ("pageup",), "page_back", N_("Page up"), N_("One page back."), line=False),
    KeyEntry("text.first", ("home",), "begin", N_("First"), N_("To the beginning."), line=False),
    KeyEntry("text.last", ("end",), "finish", N_("Last"), N_("To the end."), line=False),
    KeyEntry(
        "sign_in.next",
        ("enter",),
        "next",
        N_("Sign in"),
        N_("Go to the next field, or sign in from the last."),
    ),
    KeyEntry(
        "sign_in.people",
        ("f2",),
        "people",
        N_("People"),
        N_("Look through all people of the demo township again."),
        condition="people",
    ),
    KeyEntry(
        "lock.unlock",
        ("enter",),
        "unlock",
        N_("Unlock"),
        N_("Open the console again: with your password, if you have one."),
    ),
    KeyEntry(
        "lock.leave", ("f8",), "sign_out", N_("Sign out"), N_("Leave it to somebody else; drafts are kept.")
    ),
    KeyEntry(
        "everywhere.help",
        ("f1",),
        "help",
        N_("Help"),
        N_("Explain this screen and its keys."),
        ("question_mark",),
    ),
    KeyEntry(
        "everywhere.menu", ("f9",), "menu", N_("Menu"), N_("Choose from everything that can be done here.")
    ),
    KeyEntry(
        "everywhere.back",
        ("escape",),
        "back",
        N_("Back"),
        N_("Go back; what was typed is kept as a draft."),
        condition="back",
    ),
    KeyEntry(
        "everywhere.drill",
        ("number_sign",),
        "drill",
        N_("Drill"),
        N_("In a drill: go to the messages, calls and reports of your desk; a trainer to the steering."),
        condition="drill",
        line=False,
    ),
    KeyEntry("everywhere.leave", ("f10",), "leave", N_("Exit"), N_("Leave the console.")),
)
