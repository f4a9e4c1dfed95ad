"""The one key table, as data; :mod:`console.keys` makes bindings, key line, menu and help of it.

Only keys that reach the program on every terminal carry a command (F1-F10, arrows, Enter,
Tab, PgUp, PgDn, Home, End, digits, Esc, space, slash); letters are extras for the quick and
never the only way, because an input method swallows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.i18n import N_

EVERYWHERE = "everywhere"
"""The group of keys that work on every screen."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One command and its keys."""

    id: str
    """Stable name, ``group.command``; what a site's key file refers to"""
    keys: tuple[str, ...]
    """Textual's names of its keys; the first is the one shown"""
    action: str
    """Name of the ``action_…`` method of the screen or widget of the group"""
    label: str
    """What the bottom line says (message id), four Chinese characters at most"""
    help: str
    """What the help page says (message id)"""
    letters: tuple[str, ...] = ()
    """Extra keys for the quick; never the only way"""
    condition: str = ""
    """Name of the screen's ``can_…`` method that says whether it works now; "" is always"""
    line: bool = True
    """Whether the bottom line shows it"""
    spread: bool = False
    """Each key is a command of its own: its place (from 1) is passed to the action"""
    shown_as: str = ""
    """How the keys are written where listing them is no help: ``1-9``"""

    @property
    def group(self) -> str:
        """The screen or widget it belongs to."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command without a key of its own, reached through the menu (F9)."""

    id: str
    action: str
    label: str
    help: str
    condition: str = ""


ENTRIES: tuple[KeyEntry, ...] = (
    KeyEntry(
        "queues.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open the case under the cursor."),
        condition="row",
    ),
    KeyEntry(
        "queues.mark",
        ("space",),
        "mark",
        N_("Mark"),
        N_("Mark or unmark the case and go one line down."),
        condition="row",
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
        condition="row",
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
    ),
    KeyEntry(
        "queues.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Filter as you type: by words, number or pinyin initials. Enter keeps the filter, Esc drops it."),
    ),
    KeyEntry(
        "queues.drafts", ("f8",), "drafts", N_("Drafts"), N_("List the forms you have not finished."), ("d",)
    ),
    KeyEntry(
        "queues.switch",
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "minus"),
        "queue",
        N_("Queue"),
        N_("Go to the queue with this number."),
        line=False,
        spread=True,
        shown_as="1-9 0 -",
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
        N_("Choose one of the demo township's people to sign in as."),
        condition="people",
    ),
    KeyEntry(
        "lock.unlock", ("enter",), "unlock", N_("Unlock"), N_("Open the console again with your password.")
    ),
    KeyEntry(
        "lock.leave", ("f8",), "sign_out", N_("Sign out"), N_("Leave it to somebody else; drafts are kept.")
    ),
    KeyEntry(
        "intake.similar",
        ("f3",),
        "similar",
        N_("Similar"),
        N_("Look at an open case that may be about the same; the form stays as it is."),
        condition="similar",
    ),
    KeyEntry(
        "intake.suggested",
        ("f4",),
        "suggested",
        N_("Matter"),
        N_("Read the matters that may fit; their conditions say what to ask for."),
        condition="suggested",
    ),
    KeyEntry(
        "catalogue.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Read everything about the line under the cursor."),
        condition="row",
    ),
    KeyEntry(
        "catalogue.sheet",
        ("f6",),
        "turn",
        N_("Next list"),
        N_("Turn from the matters to the three duty lists, one after the other."),
        ("m",),
    ),
    KeyEntry(
        "catalogue.sheets",
        ("1", "2", "3", "4"),
        "sheet",
        N_("List"),
        N_("Go to the list with this number: the matters, or one of the duty lists."),
        line=False,
        spread=True,
        shown_as="1-4",
    ),
    KeyEntry(
        "catalogue.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Search as you type: by words, code or pinyin initials. Enter keeps the search, Esc drops it."),
    ),
    KeyEntry(
        "catalogue.classes",
        ("left",),
        "classes",
        N_("Classes"),
        N_("Go to the tree of classes; Tab goes there and back as well."),
        condition="classes",
        line=False,
    ),
    KeyEntry(
        "catalogue.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
    KeyEntry(
        "tree.unfold",
        ("right",),
        "unfold",
        N_("Unfold"),
        N_("Unfold the branch; where nothing is left to unfold, go to its list."),
        line=False,
    ),
    KeyEntry(
        "tree.fold",
        ("left",),
        "fold",
        N_("Fold"),
        N_("Fold the branch, or go to the one it hangs on."),
        line=False,
    ),
    KeyEntry(
        "tree.enter",
        ("enter",),
        "enter",
        N_("Unfold"),
        N_("Unfold or fold the branch; go to its list where nothing is left to unfold."),
        line=False,
    ),
    KeyEntry("page.close", ("escape", "enter"), "close", N_("Close"), N_("Go back to where you were.")),
    KeyEntry(
        "page.next",
        ("right",),
        "step(1)",
        N_("Next"),
        N_("Read the next line of the list."),
        condition="step",
    ),
    KeyEntry(
        "page.previous",
        ("left",),
        "step(-1)",
        N_("Previous"),
        N_("Read the previous line of the list."),
        condition="step",
    ),
    KeyEntry("dialog.accept", ("enter",), "accept", N_("OK"), N_("Take the choice under the cursor.")),
    KeyEntry("dialog.cancel", ("escape",), "cancel", N_("Back"), N_("Leave everything as it is.")),
    KeyEntry("notice.accept", ("enter", "escape"), "accept", N_("Close"), N_("Close the notice.")),
    KeyEntry("confirm.accept", ("enter", "f2"), "accept", N_("Yes"), N_("Yes, do it.")),
    KeyEntry("confirm.cancel", ("escape", "f3"), "cancel", N_("No"), N_("No, go back.")),
    KeyEntry("conflict.accept", ("enter",), "accept", N_("Save"), N_("Save the version put together here.")),
    KeyEntry(
        "conflict.cancel", ("escape",), "cancel", N_("Back"), N_("Go back to the form; nothing is saved.")
    ),
    KeyEntry(
        "conflict.toggle",
        ("space",),
        "other",
        N_("Mine/theirs"),
        N_("Choose between the two versions of this field."),
    ),
    KeyEntry("conflict.mine", ("f2",), "all(1)", N_("All mine"), N_("Keep what you entered in every field.")),
    KeyEntry(
        "conflict.theirs",
        ("f3",),
        "all(0)",
        N_("All theirs"),
        N_("Take what the other person saved in every field."),
    ),
    KeyEntry("help.close", ("escape", "f1"), "close", N_("Close"), N_("Go back to where you were.")),
    KeyEntry(
        "case.accept",
        ("f3",),
        "step('accept')",
        N_("Accept"),
        N_("Take the case out of the public pool; whoever acts first owns it."),
        condition="accept",
    ),
    KeyEntry(
        "case.file",
        ("f3",),
        "step('file')",
        N_("File it"),
        N_("Choose the matter and its filing condition; the deadline is fixed with its receipt."),
        condition="file",
    ),
    KeyEntry(
        "case.dispatch",
        ("f3",),
        "step('dispatch')",
        N_("Dispatch"),
        N_("Give the case to the unit that will handle it."),
        condition="dispatch",
    ),
    KeyEntry(
        "case.take",
        ("f3",),
        "step('take')",
        N_("Take on"),
        N_("Start handling; the case is then yours within the unit."),
        condition="take",
    ),
    KeyEntry(
        "case.verify",
        ("f3",),
        "step('verify')",
        N_("Verify"),
        N_("Confirm on the spot that the closing condition is met."),
        condition="verify",
    ),
    KeyEntry(
        "case.close",
        ("f3",),
        "step('close')",
        N_("Close case"),
        N_("Close the case; someone who reported it as a citizen will be called back."),
        condition="close",
    ),
    KeyEntry(
        "case.call_back",
        ("f3",),
        "step('call_back')",
        N_("Call back"),
        N_("Note what the reporter said when called back."),
        condition="call_back",
    ),
    KeyEntry(
        "case.feedback",
        ("f5",),
        "step('feedback')",
        N_("Feed back"),
        N_("Say what was done; the unit's clock stops here."),
        condition="feedback",
    ),
    KeyEntry(
        "case.return",
        ("f4",),
        "step('return')",
        N_("Return"),
        N_("Give the case back to where it came from, with a reason; the clock keeps running."),
        condition="return",
    ),
    KeyEntry(
        "case.rework",
        ("f4",),
        "step('rework')",
        N_("Rework"),
        N_("Send the case back to the same unit because it is not done; the deadline stays."),
        condition="rework",
    ),
    KeyEntry(
        "case.void",
        ("f6",),
        "step('void')",
        N_("Void"),
        N_("Strike the case out with a reason; it stays readable."),
        condition="void",
    ),
    KeyEntry(
        "case.reveal",
        ("f7",),
        "reveal",
        N_("Unmask"),
        N_("Read the reporter's name or phone in clear, with a reason; the reading is recorded."),
        condition="reveal",
    ),
    KeyEntry(
        "case.receipt",
        ("f8",),
        "receipt",
        N_("Deadline"),
        N_("Explain line by line why the case is due then."),
        condition="receipt",
    ),
    KeyEntry("reveal.accept", ("f2",), "accept", N_("Read"), N_("Read it; the reading is recorded.")),
    KeyEntry("reveal.cancel", ("escape",), "cancel", N_("Back"), N_("Leave everything as it is.")),
    KeyEntry("form.save", ("f2",), "save_form", N_("Save"), N_("Save the form."), condition="form"),
    KeyEntry(
        "form.discard",
        ("f6",),
        "discard",
        N_("Discard"),
        N_("Throw away what was typed, and its draft."),
        condition="draft",
    ),
    KeyEntry(
        "fields.next", ("down",), "next_field", N_("Next field"), N_("Go to the next field."), line=False
    ),
    KeyEntry(
        "fields.previous",
        ("up",),
        "previous_field",
        N_("Previous field"),
        N_("Go to the field before."),
        line=False,
    ),
    KeyEntry(
        "choice.next", ("right",), "turn(1)", N_("Next choice"), N_("Choose the next thing."), line=False
    ),
    KeyEntry(
        "choice.previous",
        ("left",),
        "turn(-1)",
        N_("Previous choice"),
        N_("Choose the thing before."),
        line=False,
    ),
    KeyEntry(
        "choice.choose",
        ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        "choose",
        N_("Choose"),
        N_("Choose the thing with this place."),
        line=False,
        spread=True,
        shown_as="1-9",
    ),
    KeyEntry("choice.go_on", ("enter",), "go_on", N_("Go on"), N_("Go on to the next field."), line=False),
    KeyEntry("lookup.down", ("down",), "move(1)", N_("Down"), N_("One line down."), line=False),
    KeyEntry("lookup.up", ("up",), "move(-1)", N_("Up"), N_("One line up."), line=False),
    KeyEntry(
        "lookup.page_down",
        ("pagedown",),
        "move_page(1)",
        N_("Page down"),
        N_("One page down."),
        line=False,
    ),
    KeyEntry("lookup.page_up", ("pageup",), "move_page(-1)", N_("Page up"), N_("One page up."), line=False),
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
    KeyEntry("everywhere.leave", ("f10",), "leave", N_("Exit"), N_("Leave the console.")),
)
"""Every command with a key. Their order is that of the key line and of the help page."""


MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "menu.language", "language", N_("Language: 中文 / English"), N_("Switch the language at once.")
    ),
    MenuEntry(
        "menu.borders",
        "borders",
        N_("Plain ASCII lines"),
        N_("Draw lines with - | + where they do not line up."),
    ),
    MenuEntry(
        "menu.password", "password", N_("Password"), N_("Choose another password for yourself."), "signed_in"
    ),
    MenuEntry(
        "menu.lock", "lock", N_("Lock"), N_("Lock the console until your password is entered."), "signed_in"
    ),
    MenuEntry(
        "menu.sign_out",
        "sign_out",
        N_("Sign out"),
        N_("Leave it to somebody else; drafts are kept."),
        "signed_in",
    ),
)
"""What the menu offers on every screen beside the keys of the screen."""

GROUP_TITLES = {
    "queues": N_("Queues"),
    "list": N_("Lists"),
    "text": N_("Texts"),
    "intake": N_("New case"),
    "catalogue": N_("Catalogue"),
    "tree": N_("Tree of classes"),
    "page": N_("Page"),
    "sign_in": N_("Sign in"),
    "lock": N_("Lock"),
    "dialog": N_("Dialogs"),
    "notice": N_("Notices"),
    "confirm": N_("Questions"),
    "help": N_("Help"),
    "conflict": N_("Two versions"),
    "case": N_("Case"),
    "reveal": N_("Personal data"),
    "form": N_("Forms"),
    "fields": N_("Fields"),
    "choice": N_("Choices"),
    "lookup": N_("Pick lists"),
    EVERYWHERE: N_("Everywhere"),
}
"""What each group is called on the help page."""
