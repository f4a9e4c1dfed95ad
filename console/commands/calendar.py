"""``yiwang calendar``: working days and deadlines from the shell."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from console.commands.calendarmoves import edition_line, outcome_document
from console.commands.frame import framed_group, json_option, pass_context, yes_option
from console.i18n import N_, _, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.commands.context import Context
    from models.calendar.arithmetic import CalendarLabel, WorkingTime
    from models.calendar.notice import NoticeDay
    from models.calendar.views import ImportOutcome
    from models.kernel.words import Phrase

_IN_FORCE = "current"


@framed_group("calendar", help=N_("Work out deadlines; show and import working days."))
def command() -> None:
    """Hold the commands of the calendar."""


@command.command("deadline", help=N_("Say when a time limit runs out, and why."))
@click.option("--start", required=True, metavar="TIME", help=N_("When it begins to run: “2026-02-13 17:00”."))
@click.option(
    "--limit",
    required=True,
    metavar="LIMIT",
    help=N_("A number and a unit: UM, UH, UD (run on), WM, WH, WD (office hours), ND (calendar days)."),
)
@click.option(
    "--mode",
    type=click.Choice(["hours", "days"]),
    default="hours",
    show_default=True,
    help=N_("Count days to the minute, or by the day without the day of receipt."),
)
@click.option(
    "--day-end",
    type=click.Choice(["close", "midnight"]),
    default="close",
    show_default=True,
    help=N_("When a counted day ends: as the office closes, or at 24:00."),
)
@click.option("--windows", metavar="TIMES", help=N_("Office hours, such as 08:00-12:00,14:00-18:00."))
@click.option("--plain-weeks", is_flag=True, help=N_("Monday to Friday, without holidays."))
@click.option(
    "--provisional", is_flag=True, help=N_("Count years without a notice Monday to Friday, marked.")
)
@click.option(
    "--edition",
    metavar="NUMBER",
    help=N_("Use this edition of the township's calendar (“current”: the one in force)."),
)
@click.option("--receipt", "with_receipt", is_flag=True, help=N_("Explain it line by line."))
@json_option
@pass_context
def deadline(
    context: Context,
    *,
    start: str,
    limit: str,
    mode: str,
    day_end: str,
    windows: str | None,
    plain_weeks: bool,
    provisional: bool,
    edition: str | None,
    with_receipt: bool,
    as_json: bool,
) -> None:
    """Answer from the shipped calendar, without a database, unless an edition is named."""
    from models.calendar.arithmetic import parse_moment
    from models.calendar.receipt import explain
    from models.calendar.rules import Counting, DayEnd, Mode, parse_limit, parse_windows
    from models.calendar.wording import due_phrase, receipt_lines

    if plain_weeks and edition:
        raise click.UsageError(_("--plain-weeks and --edition exclude each other."))
    time = _working_time(context, plain_weeks=plain_weeks, edition=edition)
    if windows is not None:
        time = time.with_hours(parse_windows(windows))
    counting = Counting(Mode(mode), DayEnd(day_end), provisional)
    moment = parse_moment(start, time.zone)
    due, receipt = explain(time, moment, parse_limit(limit), counting)
    lines = [str(render(line)) for line in receipt_lines(receipt)] if with_receipt else []
    if as_json:
        answer: dict[str, Any] = {
            "deadline": due.local.isoformat(timespec="minutes"),
            "deadline_day": due.day.isoformat(),
            "provisional": due.provisional,
            "provisional_years": list(due.provisional_years),
            "start": receipt.start.isoformat(timespec="minutes"),
            "limit": str(receipt.limit),
            "mode": counting.mode.value,
            "day_end": counting.day_end.value,
            "windows": str(receipt.hours),
            "calendar": _label_document(receipt.calendar),
        }
        context.document(answer | {"receipt": lines} if with_receipt else answer)
    elif with_receipt:
        context.echo("\n".join(lines))
    else:
        shown = render(due_phrase(receipt))
        context.echo(_("%(when)s (provisional)", when=shown) if due.provisional else str(shown))


@command.command("show", help=N_("List the days off and the make-up working days of a year."))
@click.argument("year", type=click.IntRange(1, 9999))
@click.option("--edition", metavar="NUMBER", help=N_("An edition other than the one in force."))
@json_option
@pass_context
def show(context: Context, *, year: int, edition: str | None, as_json: bool) -> None:
    """Show a year of the township's calendar, or of the shipped one where there is no database."""
    from models.calendar.refusals import NoSuchYear
    from models.kernel.words import Phrase

    label, days = _days(context, edition)
    notices = dict(label.notices)
    if year not in notices:
        raise NoSuchYear(year, ", ".join(map(str, notices)))
    of_year = [entry for entry in days if entry.day.year == year]
    if as_json:
        context.document(
            {
                "year": year,
                "edition": label.edition,
                "notice": notices[year],
                "days": [
                    {
                        "date": entry.day.isoformat(),
                        "kind": entry.note.kind.value,
                        "festival": entry.note.festival,
                    }
                    for entry in of_year
                ],
            }
        )
        return
    if label.edition is None:
        heading = Phrase(N_("%(year)s, by the calendar shipped with the program"), year=year)
    else:
        heading = Phrase(N_("%(year)s, by edition %(number)s"), year=year, number=label.edition)
    context.echo(f"{render(heading)} {notices[year]}".rstrip())
    for line in _stretches(of_year):
        context.echo(f"  {render(line)}")


@command.command(
    "import",
    help=N_(
        "Lay a year's holiday notice over the calendar; makes a new edition.\n\n"
        "The same as yiwang import calendar: a batch, which yiwang import undo takes back."
    ),
)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--notice", "source", default="", metavar="TEXT", help=N_("The notice's number, for receipts."))
@click.option("--name", default="", metavar="TEXT", help=N_("What to call the new edition."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would change, and which open cases move."))
@yes_option
@json_option
@pass_context
def import_notice(
    context: Context, *, file: str, source: str, name: str, dry_run: bool, as_json: bool
) -> None:
    """Import all rows or none; name every row that cannot be used, and the open cases that move."""
    from console.commands.import_ import imported, rejected_rows, source_of
    from console.commands.importtext import answer, words
    from models.exchange.views import ImportOptions

    said = {"notice": source, "edition_name": name}
    options = ImportOptions(
        constants={field: text for field, text in said.items() if text}, overwrite=context.assume_yes
    )
    with rejected_rows(context, as_json=as_json):
        if dry_run:
            exchange, actor = context.services().exchange, context.actor()
            summary = exchange.rehearse_file(actor, "calendar", source_of(file), (), options)
        else:
            summary = imported(context, "calendar", source_of(file), (), options)
    if as_json or not dry_run:
        answer(context, summary, as_json=as_json)
        return
    words(context, summary)
    changes = summary.details.changes if summary.details is not None else ()
    context.echo(_("Nothing was changed; %(count)s days would be.", count=len(changes)))


@command.command("windows", help=N_("Change the office hours; makes a new edition with the same days."))
@click.argument("times")
@click.option("--name", default="", metavar="TEXT", help=N_("What to call the new edition."))
@json_option
@pass_context
def change_windows(context: Context, *, times: str, name: str, as_json: bool) -> None:
    """Make an edition with the windows given; running cases keep the one they rest on."""
    from models.calendar.rules import parse_windows

    hours = parse_windows(times)
    outcome = context.services().calendar.change_windows(context.actor(), hours, name=name)
    _print_outcome(context, outcome, as_json=as_json)


def _working_time(context: Context, *, plain_weeks: bool, edition: str | None) -> WorkingTime:
    from models.calendar.packaged import packaged_time, plain_time

    if plain_weeks:
        return plain_time()
    if edition is None:
        return packaged_time()
    calendar = context.services().calendar
    if edition == _IN_FORCE:
        return calendar.current().time
    return calendar.edition(_edition_number(edition)).time


def _days(context: Context, edition: str | None) -> tuple[CalendarLabel, Sequence[NoticeDay]]:
    """Return the days of an edition, or the shipped ones where there is no database yet."""
    from models.calendar.packaged import packaged, packaged_time
    from models.kernel.errors import NoDatabase

    try:
        calendar = context.services().calendar
    except NoDatabase:
        if edition is not None:
            raise
        return packaged_time().label, packaged().notice.days
    number = None if edition in {None, _IN_FORCE} else _edition_number(edition or "")
    return calendar.days(number)


def _edition_number(text: str) -> int:
    if not text.isdecimal():
        raise click.BadParameter(_("An edition is a number, or “current”."), param_hint="--edition")
    return int(text)


def _stretches(days: Iterable[NoticeDay]) -> Iterator[Phrase]:
    """Yield the days of a year as a notice puts them: from … to … off, or worked in exchange."""
    from models.calendar.days import DayKind
    from models.calendar.wording import day_phrase
    from models.kernel.words import Phrase

    numbered = enumerate(days)
    # Neighbouring days of one kind have the same distance between ordinal and index.
    for _key, members in groupby(numbered, lambda pair: (pair[1].note, pair[1].day.toordinal() - pair[0])):
        run = [entry for _index, entry in members]
        first, last, note = run[0].day, run[-1].day, run[0].note
        if note.kind is DayKind.WORK:
            yield Phrase(
                N_("%(first)s: working day (%(festival)s)"), first=day_phrase(first), festival=note.festival
            )
        elif first == last:
            yield Phrase(
                N_("%(first)s: day off (%(festival)s)"), first=day_phrase(first), festival=note.festival
            )
        else:
            yield Phrase(
                N_("%(first)s to %(last)s: %(days)s days off (%(festival)s)"),
                first=day_phrase(first),
                last=day_phrase(last),
                days=len(run),
                festival=note.festival,
            )


def _print_outcome(context: Context, outcome: ImportOutcome, *, as_json: bool) -> None:
    if as_json:
        context.document(outcome_document(outcome))
    else:
        context.echo(edition_line(outcome))


def _label_document(label: CalendarLabel) -> dict[str, Any]:
    return {
        "edition": label.edition,
        "name": label.name,
        "plain_weeks": label.plain,
        "notices": {str(year): notice for year, notice in label.notices},
    }
