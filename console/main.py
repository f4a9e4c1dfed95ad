"""The door: ``yiwang`` and its commands, its errors and its exit codes."""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from console.commands import COMMANDS
from console.commands.context import Context
from console.commands.frame import LazyGroup
from console.exits import ExitCode, exit_code
from console.i18n import LANGUAGES, N_, _, pgettext, render_error, set_language
from console.i18n.click_words import translate_click
from console.settings import is_completing, load_settings
from models.kernel.errors import BrokenOff, DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "yiwang"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a full disk says, a quota, and a limit of the shell"""


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"{PROGRAM} {version(PROGRAM)}")
        ctx.exit()


@click.group(
    PROGRAM,
    cls=LazyGroup,
    table=COMMANDS,
    invoke_without_command=True,
    help=N_(
        "The back office of a township in the terminal: cases and their queues, the catalogue of "
        "matters, deadlines that explain themselves.\n\n"
        "Without a command the console opens."
    ),
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help=N_("Show the version and leave."),
)
@click.pass_context
def program(ctx: click.Context) -> Any:
    """Open the console when no command is named."""
    if ctx.invoked_subcommand is not None:
        return None
    console = program.get_command(ctx, "tui")
    if console is None:
        return None
    with console.make_context("tui", [], parent=ctx) as inside:
        return console.invoke(inside)


def main() -> NoReturn:
    """Run the command line of this process and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return its exit code. No exception leaves it."""
    _prepare_streams()
    translate_click()
    context: Context | None = None
    try:
        set_language(_named_language(arguments) or load_settings().language)
        context = Context()
        result = program.main(list(arguments), prog_name=PROGRAM, standalone_mode=False, obj=context)
        sys.stdout.flush()
        return result if isinstance(result, int) else ExitCode.DONE
    except SystemExit:
        if is_completing():
            # A shell was offered what completes a word.
            raise
        # So click itself ends when whoever reads the output has seen enough.
        return _end(BrokenPipeError(), context)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the last line: no traceback
        return _end(error, context)
    finally:
        if context is not None:
            context.close()


def _end(error: BaseException, context: Context | None) -> int:
    """Say what ended the command; return the exit code that tells the same to a script."""
    code: int
    match error:
        case DomainError():
            code = _refuse(error)
        case click.ClickException():
            if isinstance(error, click.BadParameter):
                _name_in_words(error)
            shown = _with_its_full_stop(error) if isinstance(error, click.MissingParameter) else error
            shown.show()
            code = ExitCode.WRONG_USE if isinstance(error, click.UsageError) else ExitCode.REFUSED
        case click.Abort(__cause__=BrokenOff() as stopped):
            _refuse(stopped.said)
            code = ExitCode.CANCELLED
        case click.Abort() | KeyboardInterrupt():
            click.echo(_("Cancelled; nothing was done."), err=True)
            code = ExitCode.CANCELLED
        case BrokenPipeError():
            # The reader, `head` for example, has seen enough.
            _drop_output()
            code = ExitCode.DONE
        case OSError() if error.errno in _NO_ROOM:
            from models.kernel.oserrors import why

            _drop_output()
            click.echo(_("Not everything could be written: %(why)s.", why=_(why(error))), err=True)
            click.echo(_("Make room, or write elsewhere, and try again."), err=True)
            code = ExitCode.REFUSED
        case _:
            code = _fail(error, context)
    return code


def _drop_output() -> None:
    """Let what is still buffered go: it must not fail again when the interpreter flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _name_in_words(error: click.BadParameter) -> None:
    """Let an error call an argument what the usage line calls it."""
    from console.commands.metavars import spoken

    hint = error.param_hint
    if isinstance(hint, str):
        error.param_hint = spoken(hint)
    elif hint is None and isinstance(error.param, click.Argument):
        error.param_hint = f"'{spoken(error.param.human_readable_name)}'"


def _with_its_full_stop(error: click.MissingParameter) -> click.UsageError:
    """Return the error with the full stop of the language: click puts its own, past the translation."""
    stop = pgettext("full stop", ".")
    words = re.sub(r"\.(?=\s|$)", stop, error.format_message(), count=1)
    return click.UsageError(words, ctx=error.ctx)


def _refuse(error: DomainError) -> int:
    sentence, next_step = render_error(error)
    click.echo(sentence, err=True)
    if next_step:
        click.echo(next_step, err=True)
    return exit_code(error)


def _fail(error: BaseException, context: Context | None) -> int:
    from console.terminal.crash import CrashLog, crash_sentence

    number = CrashLog(context.settings.data_folder if context else None).record(error)
    click.echo(crash_sentence(number), err=True)
    return ExitCode.FAILED


def _named_language(arguments: Sequence[str]) -> str | None:
    """Return the language ``--lang`` names, read ahead so that even a wrong option is told in it."""
    named = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            named = arguments[position + 1] if position + 1 < len(arguments) else None
        elif argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
    return named if named in LANGUAGES else None


def _prepare_streams() -> None:
    """Let a terminal that lacks a character show its code rather than end the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
