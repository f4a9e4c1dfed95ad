"""``yiwang drill``: scenarios of drills: begin one, check it, look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands import (
    drill_going,
    drill_history,
    drill_recordings,
    drill_review,
    drill_run,
    drill_start,
    drill_tables,
    drill_tasks,
)
from console.commands.context import Column
from console.commands.drillfiles import force_option, kept, loaded, output_option, write_bytes
from console.commands.frame import Group, json_option, pass_context
from console.i18n import N_, _, render

if TYPE_CHECKING:
    from console.commands.context import Context
    from scenarios.loader import Loaded
    from scenarios.problems import Problem
    from scenarios.worlds import Township


@click.group(
    "drill",
    cls=Group,
    help=N_("Drills: write and check scenarios, play them, replay them, look back on them."),
    epilog=N_(
        "Examples:\n"
        "  yiwang drill list\n"
        "  yiwang drill new --template gas-leak -o 燃气泄漏.yaml\n"
        "  yiwang drill check 燃气泄漏.yaml\n"
        "  yiwang drill import 导调信息表.xlsx -o 台风.yaml"
    ),
)
def command() -> None:
    """Hold one command per thing done with a scenario."""


@command.command(
    "check",
    help=N_(
        "Name every fault of scenarios with line, column and a hint.\n\n"
        "Names nobody knows, injects that can never come, circles, expectations nobody can fulfil and "
        "desks nobody sits at are errors; silences and stories that stop are warnings. A scenario of the "
        "demo township is compared with that; one of the own township with the database."
    ),
)
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help=N_("Warnings count as errors."))
@json_option
@pass_context
def check_files(context: Context, *, files: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Check each file, or scenario of the library; the exit code says whether all can be played."""
    from console.drillwords import problem_line

    found = [(name, problem) for name in files for problem in _problems(context, name)]
    wrong = [each for each in found if strict or not each[1].warning]
    if as_json:
        context.document([_as_data(name, problem) for name, problem in found])
    else:
        for name, problem in found:
            context.echo(problem_line(name, problem))
        if not found:
            context.say(_("No faults: %(files)s.", files=", ".join(files)))
        else:
            context.say(
                _(
                    "Errors: %(errors)s, warnings: %(warnings)s.",
                    errors=sum(not each.warning for _name, each in found),
                    warnings=sum(each.warning for _name, each in found),
                )
            )
    return 1 if wrong else 0


def _problems(context: Context, name: str) -> list[Problem]:
    from models.kernel.errors import DomainError
    from models.kernel.words import Phrase, Word
    from scenarios.checking import check
    from scenarios.problems import Problem
    from scenarios.refusals import ScenarioFaulty

    try:
        opened = loaded(context, name)
    except ScenarioFaulty as error:
        return list(error.problems)
    except DomainError as error:
        # One file that cannot be opened does not keep the others from being looked at.
        told = Phrase(Word(error.sentence), **error.params), Phrase(Word(error.next_step), **error.params)
        return [Problem(error.code, *told)]
    return check(opened.scenario, opened.places, _township(context, opened))


def _township(context: Context, opened: Loaded) -> Township:
    from scenarios.worlds import demo_township, township_of

    if opened.scenario.world.township == "demo":
        return demo_township()
    return township_of(context.services(), context.actor())


def _as_data(name: str, problem: Problem) -> dict[str, Any]:
    return {
        "file": name,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "code": problem.code,
        "warning": problem.warning,
        "sentence": render(problem.sentence),
        "hint": None if problem.hint is None else render(problem.hint),
    }


@command.command("new", help=N_("Write a scenario to begin from: a blank one, or one of the library."))
@click.option(
    "--template",
    metavar="NAME",
    default="blank",
    help=N_("A scenario of the library; without it a blank one."),
)
@output_option
@force_option
@pass_context
def new(context: Context, *, template: str, output: str, force: bool) -> None:
    """Copy a template."""
    from scenarios import library

    own = next((each for each in kept(context) if each.code == template), None)
    data = (
        library.data(template) if own is None or template in library.names() else (own.text + "\n").encode()
    )
    write_bytes(context, output, data, force=force)


@command.command(
    "schema", help=N_("Write the JSON Schema of the format, by which editors complete and check.")
)
@output_option
@pass_context
def schema(context: Context, *, output: str) -> None:
    """Write the schema."""
    import json

    from scenarios.schema import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    write_bytes(context, output, text.encode())


@command.command(
    "list", help=N_("List the scenarios that come with the program, and those the office keeps.")
)
@json_option
@pass_context
def library_list(context: Context, *, as_json: bool) -> None:
    """Show name, title, duration, sort, desks and injects."""
    from console.drillwords import kind_words, scenario_title
    from scenarios import library
    from scenarios.loader import parse

    columns: list[Column[Loaded]] = [
        Column("name", N_("scenario id"), lambda row: row.scenario.id),
        Column("title", N_("Title"), lambda row: scenario_title(row.scenario.title)),
        Column("minutes", N_("Length (min)"), lambda row: row.scenario.duration // 60, right=True),
        Column(
            "kind",
            N_("Kind"),
            lambda row: row.scenario.kind.model_dump(),
            text=lambda row: kind_words(row.scenario.kind),
        ),
        Column("difficulty", N_("Difficulty"), lambda row: row.scenario.difficulty, right=True),
        Column(
            "roles", N_("Desks"), lambda row: sum(1 for each in row.scenario.roles if each.seats), right=True
        ),
        Column("injects", N_("Injects"), lambda row: len(row.scenario.timeline), right=True),
        Column(
            "own",
            N_("From"),
            lambda row: row.scenario.id not in library.names(),
            text=lambda row: (
                _("with the program") if row.scenario.id in library.names() else _("kept by the office")
            ),
        ),
        Column("summary", N_("Summary"), lambda row: row.scenario.summary, json_only=True),
    ]
    own = [parse(each.code, each.text.encode()) for each in kept(context)]
    context.listing([*(library.scenario(name) for name in library.names()), *own], columns, as_json=as_json)


@command.command("show", help=N_("Show the plan of a scenario: of the library, or in a file."))
@click.argument("name", metavar="NAME")
@json_option
@pass_context
def show(context: Context, *, name: str, as_json: bool) -> None:
    """Write the plan as text, or the whole scenario as JSON."""
    from console.commands.drilltext import plan_lines

    opened = loaded(context, name)
    if as_json:
        context.document(opened.scenario.model_dump(mode="json", by_alias=True))
        return
    for line in plan_lines(opened.scenario):
        context.echo(line)


command.add_command(drill_tables.import_table)
command.add_command(drill_tables.export_table)
command.add_command(drill_review.review_drill)
command.add_command(drill_review.fill_form)
command.add_command(drill_review.object_to_judgement)
command.add_command(drill_review.show_progress)
command.add_command(drill_tasks.command)
command.add_command(drill_start.start_drill)
command.add_command(drill_going.control_drill)
command.add_command(drill_going.join_drill)
command.add_command(drill_going.list_drills)
command.add_command(drill_going.end_drill)
command.add_command(drill_going.remove_drill)
command.add_command(drill_run.run_drill)
command.add_command(drill_recordings.record_drill)
command.add_command(drill_recordings.replay_recording)
command.add_command(drill_recordings.branch_recording)
command.add_command(drill_recordings.compare_drills)
command.add_command(drill_history.from_history)
