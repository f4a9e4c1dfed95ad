"""``yiwang drill review``, ``form``, ``object``, ``progress``: looking back on a drill, and judging it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import Command, json_option, pass_context
from console.files import write_whole
from console.i18n import N_, _
from models.exchange.papers.names import PaperForm
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.exchange.papers.model import Document
    from scenarios.format.expecting import Expected
    from scenarios.review.progress import ProgressRow
    from scenarios.review.sources import Source

_expectation = click.option(
    "--expectation",
    metavar="ID",
    required=True,
    help=N_("Which expectation: its id, its title, or its number in the review."),
)
_number = click.argument("number", metavar="NUMBER", type=int)


@click.command(
    "review",
    cls=Command,
    help=N_(
        "Look back on a drill: outline, timeline, expectations, marks, queues, problems, tasks.\n\n"
        "A drill is named by its number; a recording is played again first. Trainers may look at every "
        "review, others at those of drills they took part in."
    ),
)
@click.argument("drill", metavar="DRILL")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Write it into a .docx or .md instead."),
)
@json_option
@pass_context
def review_drill(context: Context, *, drill: str, output: Path | None, as_json: bool) -> None:
    """Show the review, or write it."""
    from console.reviewing.place import open_tasks, reviewed, sandboxes_of
    from console.reviewing.words import review_paper

    if output is not None:
        _form_of(output)
    services, actor = context.services(), context.actor()
    source, found = reviewed(services, actor, sandboxes_of(context.settings), drill)
    if as_json:
        from console.reviewing.data import review_data

        context.document(review_data(found))
        if output is None:
            return
    paper = review_paper(source, found, open_tasks(services, actor))
    if output is None:
        _print(context, paper)
    else:
        _write(context, source, paper, output)


def _form_of(output: Path) -> PaperForm:
    from models.exchange.papers.forms import form_of

    return form_of(output.name, (PaperForm.DOCX, PaperForm.MARKDOWN))


def _print(context: Context, paper: Document) -> None:
    import io

    from models.exchange.papers.plain import write_text

    target = io.BytesIO()
    write_text(paper, target)
    for line in target.getvalue().decode().splitlines():
        context.echo(line)


def _write(context: Context, source: Source, paper: Document, output: Path) -> None:
    from models.exchange.papers.forms import write_document

    # The moment of the last entry, not of the writing: the same review gives the same bytes.
    form, at = _form_of(output), source.entries[-1].at
    try:
        write_whole(output, lambda stream: write_document(paper, form, stream, at))
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(_("Written to %(file)s.", file=str(output)))


@click.command(
    "form",
    cls=Command,
    help=N_(
        "Fill in an evaluator's form about an expectation; without --item it is shown.\n\n"
        "Several evaluators' forms are averaged item by item; your own, handed in again, replaces the "
        "earlier one."
    ),
)
@_number
@_expectation
@click.option("--item", "items", metavar="ITEM=POINTS", multiple=True, help=N_("Points of one item."))
@click.option("--note", metavar="TEXT", default="", help=N_("What you want to say about it."))
@pass_context
def fill_form(context: Context, *, number: int, expectation: str, items: tuple[str, ...], note: str) -> None:
    """Show the form, or keep it filled in."""
    from console.reviewing.place import sandboxes_of
    from scenarios.review.assessing import expectation_of, fill_in, require_sight
    from scenarios.review.sources import plan_of

    actor = context.actor()
    with sandboxes_of(context.settings).open(number) as world:
        drills = world.services.drills
        expected = expectation_of(plan_of(drills.drill()).scenario, expectation)
        if not items:
            require_sight(actor, drills.entries())
            _show_form(context, expected)
            return
        fill_in(world, actor, expected.id, _points(items), note)
    context.say(_("Your form about “%(title)s” is kept.", title=expected.title))


def _show_form(context: Context, expected: Expected) -> None:
    from scenarios.review.assessing import form_of
    from scenarios.review.words import points

    form = form_of(expected)
    context.echo(form.question)
    for each in form.items:
        context.echo(f"  {each.id}  {each.text}  0-{points(each.points)}")
    if form.hint:
        context.echo(form.hint)


def _points(items: tuple[str, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in items:
        name, _equals, text = each.partition("=")
        try:
            found[name.strip()] = float(text)
        except ValueError as error:
            raise click.BadParameter(
                _("“%(text)s” is no item and its points, such as a=2.", text=each)
            ) from error
    return found


@click.command(
    "object", cls=Command, help=N_("Say that you do not agree with how an expectation was judged.")
)
@_number
@_expectation
@click.argument("text", metavar="TEXT")
@pass_context
def object_to_judgement(context: Context, *, number: int, expectation: str, text: str) -> None:
    """Note an objection."""
    from console.commands.casetext import said
    from console.reviewing.place import sandboxes_of
    from scenarios.review.assessing import object_to

    actor = context.actor()
    with sandboxes_of(context.settings).open(number) as world:
        object_to(world, actor, expectation, said(text))
    context.say(_("Your objection is noted; it stands in the review."))


@click.command(
    "progress",
    cls=Command,
    help=N_(
        "Show how you did from drill to drill, or a desk did.\n\n"
        "Only you and the trainers see it; it names nobody and ranks nobody."
    ),
)
@click.option("--me", is_flag=True, help=N_("Your own sittings; so it is without an option."))
@click.option("--desk", metavar="NAME", default="", help=N_("Of a desk; trainers see every sitting there."))
@click.option("--person", metavar="PERSON", default="", help=N_("Of somebody else, for trainers."))
@json_option
@pass_context
def show_progress(context: Context, *, me: bool, desk: str, person: str, as_json: bool) -> None:
    """List sittings, the earliest first."""
    from console.commands.caselines import times
    from console.reviewing.place import grades_of, sandboxes_of
    from scenarios.review.progress import progress
    from scenarios.review.words import points

    if me and person:
        raise click.UsageError(_("Either yourself, or somebody else."))
    actor, wording = context.actor(), times(context)
    found = progress(
        sandboxes_of(context.settings),
        actor,
        desk,
        person,
        grades_of(context.services()),
        own=me,
    )
    columns: list[Column[ProgressRow]] = [
        Column("drill", N_("Drill"), lambda row: row.number, right=True),
        Column("starts", N_("Began"), lambda row: row.starts, text=lambda row: wording.full(row.starts)),
        Column("title", N_("Title"), lambda row: row.title),
        Column("desk", N_("Desk played"), lambda row: row.desk_title),
        Column(
            "points",
            N_("Points"),
            lambda row: row.sum.points,
            text=lambda row: f"{points(row.sum.points)}/{points(row.sum.worth)}",
            right=True,
        ),
        Column("worth", N_("Worth"), lambda row: row.sum.worth, json_only=True),
        Column("met", N_("Expectations met"), lambda row: row.sum.met, right=True),
        Column("missed", N_("Expectations missed"), lambda row: row.sum.missed, right=True),
        Column("grade", N_("Grade reached"), lambda row: row.grade),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("There is no drill to show progress of."))
