"""What a command works with: settings, services, the person acting, and ways to answer."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from console.house import adopt_at, adopt_from
from console.i18n import N_, _
from console.settings import load_settings, os_user
from models.kernel.errors import DomainError, ErrorKind, StoreBusy, StoreGone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from console.settings import Settings
    from models.accounts.views import Actor
    from models.api import Services

T = TypeVar("T")

ORIGIN = "command"
"""What the ledger says about changes made from the shell."""

_GAP = "  "


class AnswerNeeded(DomainError):
    """There is a question, but nobody to ask."""

    kind = ErrorKind.INPUT
    code = "answer_needed"
    sentence = N_("A question needs an answer: %(question)s")
    next_step = N_("Add --yes if the answer is yes.")

    def __init__(self, question: str) -> None:
        super().__init__(question=question)


# Without slots: a generic class that is frozen and slotted cannot be called as Column[Case](...).
@dataclasses.dataclass(frozen=True)
class Column(Generic[T]):
    """One column of a listing."""

    key: str
    """The name in JSON."""
    title: str
    """Message id of the heading."""
    value: Callable[[T], Any]
    """What a row says here; plain data for JSON."""
    text: Callable[[T], str] | None = None
    """How it is shown to people, where that differs from ``str(value)``."""
    right: bool = False
    """Numbers stand at the right."""
    json_only: bool = False
    """For programs: what a person reads out of another column."""

    def shown(self, row: T) -> str:
        """Return the text of a cell, on one line, without anything a terminal would obey."""
        from models.kernel.text import clean_line

        if self.text is not None:
            return clean_line(self.text(row))
        found = self.value(row)
        return "" if found is None else clean_line(str(found))


class Context:
    """The surroundings of one run of a command."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()
        self.assume_yes = False
        self._rehearsing = False
        self._services: Services | None = None
        self._actor: Actor | None = None
        self._saved = False
        adopt_at(self.settings.database)

    def use(self, *, database: str | None = None, language: str | None = None) -> None:
        """Take over what an option said."""
        if database is not None:
            self.close()
            self.settings = self.settings.with_database(database)
            adopt_at(self.settings.database)
        if language is not None:
            self.settings = self.settings.with_language(language)

    def services(self, *, thrifty: bool = False) -> Services:
        """Return the services, opening the database on the first call.

        Args:
            thrifty: keep little of the database in memory (see ``models.kernel.store.open_engine``).

        Raises:
            NoDatabase: there is none, or it is empty.
            SchemaMismatch: it is of another version than the program.
        """
        if self._services is None:
            from migrations.check import require_current
            from models.api import Services
            from models.kernel.clock import SystemClock
            from models.shelf.reading import told_in

            opened = Services.open(
                self.settings.database, SystemClock(), thrifty=thrifty, files=self.settings.files_folder
            )
            try:
                require_current(opened.store)
            except DomainError:
                opened.close()
                raise
            opened.on_saved(self._note_saved)
            opened.store.rehearsing = self._rehearsing
            told_in("scenarios.shelving")
            self._services = opened
            adopt_from(opened)
        return self._services

    def rehearse(self) -> None:
        """Let what follows be tried as it would be done, rules and all, and kept by nobody."""
        self._rehearsing = True
        if self._services is not None:
            self._services.store.rehearsing = True

    @property
    def rehearsing(self) -> bool:
        """Whether what follows is tried only."""
        return self._rehearsing

    def actor(self) -> Actor:
        """Return who acts: the account of the operating-system user.

        Raises:
            NotPermitted: that user has no account here.
        """
        if self._actor is None:
            origin = f"{ORIGIN} {self.settings.remote_address}".strip()
            self._actor = self.services().accounts.actor_for_os_user(os_user(), origin)
        return self._actor

    def close(self) -> None:
        """Seal the ledger if something was saved and it is time, and give the database back."""
        if self._services is not None:
            if self._saved:
                # Housekeeping: a database busy or gone at this moment is sealed by whoever comes next.
                with contextlib.suppress(StoreBusy, StoreGone):
                    self._services.ledger.seal_if_due()
            self._services.close()
        self._services = self._actor = None
        self._saved = False

    def _note_saved(self) -> None:
        self._saved = True

    def echo(self, text: str = "") -> None:
        """Write data to the standard output."""
        click.echo(text)

    def say(self, text: str) -> None:
        """Write words for the person to the standard error, where they never mix with data."""
        click.echo(text, err=True)

    def confirm(self, question: str) -> None:
        """Go on only if the person agrees; ``--yes`` agrees beforehand, and a rehearsal needs nobody to.

        Raises:
            click.Abort: the person said no.
            AnswerNeeded: nobody sits there to be asked.
        """
        if self.assume_yes or self._rehearsing:
            return
        if not sys.stdin.isatty():
            raise AnswerNeeded(question)
        click.confirm(question, abort=True, err=True)

    def document(self, value: Any) -> None:
        """Write one value as JSON. Dataclasses become objects, times ISO texts, members their values."""
        self.echo(as_json_text(value))

    def listing(
        self,
        rows: Iterable[T],
        columns: Sequence[Column[T]],
        *,
        as_json: bool = False,
        empty: str = N_("Nothing to show."),
    ) -> None:
        """Write rows: as a JSON list of objects, or as aligned columns.

        On a terminal a line is cut to the window; into a file or a pipe it goes whole.
        ``empty`` (a message id) is said on the standard error when there are no rows.
        """
        found = list(rows)
        if as_json:
            self.document([{column.key: column.value(row) for column in columns} for row in found])
        elif found:
            shown = [column for column in columns if not column.json_only]
            self._table([[column.shown(row) for column in shown] for row in found], shown)
        else:
            self.say(_(empty))

    def _table(self, cells: list[list[str]], columns: Sequence[Column[Any]]) -> None:
        from console.text import cell_len, cut, fit

        headings = [_(column.title) for column in columns]
        widths = [max(map(cell_len, entries)) for entries in zip(headings, *cells, strict=True)]
        on_terminal = sys.stdout.isatty()
        window = _window_width()
        for number, row in enumerate([headings, *cells]):
            line = _GAP.join(
                fit(cell, width, right=column.right)
                for cell, width, column in zip(row, widths, columns, strict=True)
            ).rstrip()
            if on_terminal:
                line = cut(line, window)
                line = click.style(line, bold=True) if number == 0 else line
            self.echo(line)


def _window_width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def as_json_text(value: Any) -> str:
    """Return ``value`` as indented JSON; Chinese stays readable where the output can carry it."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    plain = encoding.startswith(("utf", "gb18030"))
    return json.dumps(value, default=_plain, ensure_ascii=not plain, indent=2)


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Enum():
            return value.value
        case Path():
            return str(value)
        case frozenset() | set():
            return sorted(value, key=str)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            # Shallow: what is inside comes back here, and keeps its own rules.
            return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        case _:
            return str(value)
