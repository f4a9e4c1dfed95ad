"""The frame of every command: common options, translated help, loading on demand.

Commands are made with :func:`framed_command` and :func:`framed_group`; help texts are message
ids and are translated when help is shown, not when the module loads.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar

import click

from console.commands.context import Context
from console.commands.examples import example_lines
from console.commands.metavars import TYPE_WORDS, spoken
from console.i18n import LANGUAGES, N_, _, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from click.shell_completion import CompletionItem

    from console.commands import Entry

F = TypeVar("F", bound="Callable[..., Any]")

_NARROWEST_TEXT = 20
_HANGING = 4

_USAGE_WORDS = {N_("[OPTIONS]"), N_("[COMMAND] [ARGS]..."), N_("COMMAND [ARGS]...")}
"""What click puts into usage lines without asking its catalogue."""


class Formatter(click.HelpFormatter):
    """Lays help out in terminal cells: a Chinese character takes two."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line; what does not fit goes on indented below."""
        from console.text import wrap

        head = prefix or _("Usage:")
        # A full-width colon brings its own space.
        gap = " " if head.isascii() else ""
        first, *more = wrap(f"{head}{gap}{prog} {args}".rstrip(), self.width - _HANGING)
        self.write(f"{first}\n")
        for line in more:
            self.write(f"{' ' * _HANGING}{line}\n")

    def write_heading(self, heading: str) -> None:
        """Write the title of a section."""
        self.write(" " * self.current_indent + _("%(heading)s:", heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped and indented."""
        from console.text import wrap

        indent = " " * self.current_indent
        for paragraph in text.strip().split("\n\n"):
            flowing = _flow(paragraph)
            self.write("".join(f"{indent}{line}\n" for line in wrap(flowing, self.width - len(indent))))
            self.write("\n")
        # One empty line ends the last paragraph already; sections bring their own.
        self.buffer.pop()

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and their explanations in two columns."""
        from console.text import cell_len, wrap

        table = list(rows)
        indent = " " * self.current_indent
        first = min(max((cell_len(term) for term, _text in table), default=0), col_max) + col_spacing
        room = max(self.width - first - len(indent), _NARROWEST_TEXT)
        for term, text in table:
            lines = wrap(_flow(text), room) if text else [""]
            if cell_len(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                head = " " * first
            else:
                head = term + " " * (first - cell_len(term))
            self.write(f"{indent}{head}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{' ' * first}{line}\n")


def _flow(paragraph: str) -> str:
    return " ".join(line.strip() for line in paragraph.strip().splitlines())


class HelpContext(click.Context):
    """A click context that uses our layout."""

    formatter_class = Formatter


def _take_database(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Context).use(database=value)


def _take_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Context).use(language=value)
        set_language(value)


def common_options() -> list[click.Option]:
    """Return the options every command has, before its name or after it."""
    return [
        click.Option(
            ["--db"],
            metavar="URL",
            expose_value=False,
            callback=_take_database,
            help=N_("The database: a URL or the path of a file."),
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            is_eager=True,
            callback=_take_language,
            help=N_("The language to answer in."),
        ),
    ]


def _of_group(ctx: click.Context) -> str:
    """Return the translated examples of the group the command of ``ctx`` belongs to."""
    group = None if ctx.parent is None else ctx.parent.command
    return _(group.epilog) if group is not None and group.epilog else ""


class _Framed(click.Command):
    """What commands and groups share."""

    context_class = HelpContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*args, **kwargs)
        self.params.extend(common_options())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option, untranslated: click makes it once, the language may change."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = N_("Show this message and exit.")
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line, in the reader's language."""
        pieces = super().collect_usage_pieces(ctx)
        return [_(piece) if piece in _USAGE_WORDS else spoken(piece) for piece in pieces]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return what a shell may complete, explained in the reader's language."""
        found = super().shell_complete(ctx, incomplete)
        for each in found:
            if each.help:
                each.help = _(each.help)
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the translated help text."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(self.help))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, line by line as they are: its own, or those kept for it."""
        lines = (
            _(self.epilog).splitlines() if self.epilog else example_lines(ctx.command_path, _of_group(ctx))
        )
        if lines:
            formatter.write_paragraph()
            for line in lines:
                formatter.write(f"{line}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options with their translated help."""
        records = [self._record(param, ctx) for param in self.get_params(ctx)]
        shown = [record for record in records if record is not None]
        if shown:
            with formatter.section(_("Options")):
                formatter.write_dl(shown)

    @staticmethod
    def _record(param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
        if isinstance(param, click.Option) and param.help:
            words = param.help
            param = copy.copy(param)
            param.help = _(words)
            metavar = param.metavar or TYPE_WORDS.get(param.type.name)
            param.metavar = None if metavar is None else spoken(metavar)
        return param.get_help_record(ctx) if isinstance(param, click.Option) else None

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the translated help, whole: Chinese has no spaces to cut at."""
        words = self.short_help or self.help
        return _(words).split("\n\n", maxsplit=1)[0] if words else ""


class Command(_Framed):
    """A command with the common options."""


class Group(_Framed, click.Group):
    """A noun with several commands, such as ``yiwang case``."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _Framed.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every command with its line, never cut."""
        rows = self.command_rows(ctx)
        if rows:
            with formatter.section(_("Commands")):
                formatter.write_dl(rows)

    def command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return name and line of the commands to list."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, each.get_short_help_str()) for name, each in found if each and not each.hidden]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they were added, which is the order of the work."""
        return list(self.commands)


Group.group_class = Group


class LazyGroup(Group):
    """A group whose commands are modules, loaded when one of them runs."""

    def __init__(self, *args: Any, table: Mapping[str, Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the table, in its order."""
        return list(self.table)

    def command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return the lines of the table; nothing is loaded."""
        return [(name, _(entry.summary)) for name, entry in self.table.items()]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the names of the table; nothing is loaded."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        rows = [row for row in self.command_rows(ctx) if row[0].startswith(incomplete)]
        return [CompletionItem(name, help=summary) for name, summary in rows]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        import importlib

        loaded: click.Command = importlib.import_module(entry.module).command
        return loaded


def framed_command(name: str, *, help: str, epilog: str | None = None) -> Callable[[F], Command]:  # noqa: A002
    """Make a function a command; ``help`` is a message id whose first paragraph is its summary."""
    return click.command(name, cls=Command, help=help, epilog=epilog)


def framed_group(name: str, *, help: str, epilog: str | None = None) -> Callable[[F], Group]:  # noqa: A002
    """Make a function a group, for ``@that.command(...)`` underneath."""
    return click.group(name, cls=Group, help=help, epilog=epilog)


def json_option(function: F) -> F:
    """Add ``--json`` as the parameter ``as_json``: data for programs instead of text for people."""
    return click.option("--json", "as_json", is_flag=True, help=N_("Answer as JSON, for programs."))(function)


def rehearsal_option(function: F) -> F:
    """Add ``--dry-run``: the command answers as if it had done its work, and nothing is written.

    For commands of which one write does all; those that show a preview of their own have an option
    of their own.
    """
    option = click.option(
        "--dry-run",
        is_flag=True,
        expose_value=False,
        callback=_take_rehearsal,
        help=N_("Only say what would change."),
    )
    return option(function)


def _take_rehearsal(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's call
    if value:
        context = ctx.ensure_object(Context)
        context.rehearse()
        ctx.call_on_close(lambda: context.say(_("Nothing was written.")))


def yes_option(function: F) -> F:
    """Add ``--yes``, which answers every question of :meth:`Context.confirm`."""
    option = click.option(
        "--yes",
        "-y",
        is_flag=True,
        expose_value=False,
        callback=_take_consent,
        help=N_("Answer yes to every question."),
    )
    return option(function)


def _take_consent(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's call
    if value:
        ctx.ensure_object(Context).assume_yes = True


pass_context = click.make_pass_decorator(Context, ensure=True)
"""Give the command its :class:`Context` as first argument."""
