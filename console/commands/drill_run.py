"""``yiwang drill run``: play a drill with nobody watching, once or thousands of times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.drillfiles import faulty, loaded
from console.commands.drillskills import skills_told
from console.commands.frame import Command, json_option, pass_context
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.commands.context import Context
    from scenarios.format.scenario import Scenario
    from scenarios.history.ghost import Ghost
    from scenarios.player.competence import Skills
    from scenarios.runs.many import Spread, Statistics
    from scenarios.runs.once import Play

_POLICIES = ("auto", "ghost", "none")


@click.command(
    "run",
    cls=Command,
    help=N_(
        "Play a drill to its end with nobody watching, and say how it went.\n\n"
        "“auto” has simulated colleagues at every desk, “ghost” takes the decisions the real office took "
        "(see from-history), “none” lets nobody act. The same seed gives the same drill. With --runs it is "
        "played with one seed after the other, on every core, each time in a world that is thrown away."
    ),
)
@click.argument("name", metavar="SCENARIO")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help=N_("Another number, other chances.")
)
@click.option(
    "--policy", type=click.Choice(_POLICIES), default="auto", show_default=True, help=N_("Who acts.")
)
@click.option(
    "--speed", type=click.Choice(("max",)), default="max", help=N_("As fast as it goes; there is no other.")
)
@click.option(
    "--skill",
    "skills",
    multiple=True,
    metavar="[ROLE=]VALUE",
    help=N_(
        "How good simulated colleagues are, from 0 to 1; drawn for each seat of each run. Of one role, or of "
        "all; by itself what the scenario says, else 0.4..1."
    ),
)
@click.option("--runs", type=click.IntRange(1), default=1, help=N_("How often it is played."))
@click.option("--ghost", metavar="FILE", help=N_("The decisions; without it those beside the scenario."))
@click.option(
    "--keep", is_flag=True, help=N_("Keep it as a drill of the office, to be looked at and replayed.")
)
@json_option
@pass_context
def run_drill(
    context: Context,
    *,
    name: str,
    seed: int,
    policy: str,
    speed: str,
    skills: tuple[str, ...],
    runs: int,
    ghost: str | None,
    keep: bool,
    as_json: bool,
) -> int:
    """Play, and print numbers and marks."""
    del speed
    if keep and runs > 1:
        raise click.UsageError(_("Only a single run can be kept."))
    opened = loaded(context, name)
    if faulty(context, name, opened):
        return 1
    decisions = _ghost(name, opened.scenario, ghost) if policy == "ghost" else None
    told = skills_told(skills, [each.id for each in opened.scenario.roles])
    found = _played(context, opened.scenario, seed, policy, runs, decisions, told, keep=keep)
    if as_json:
        context.document(found if isinstance(found, dict) else found.document)
        return 0
    for line in _once(found) if isinstance(found, dict) else _many(found):
        context.echo(line)
    return 0


def _played(
    context: Context,
    scenario: Scenario,
    seed: int,
    policy: str,
    runs: int,
    ghost: Ghost | None,
    skills: Skills,
    *,
    keep: bool,
) -> dict[str, Any] | Statistics:
    """Play once, or often.

    Raises:
        click.ClickException: the disk takes no more.
    """
    from console.commands.progress import progress_bar
    from console.drilling.place import require_trainer, sandboxes
    from scenarios.runs.many import run_many
    from scenarios.runs.once import passing, run

    place = sandboxes(context.settings)
    if keep:
        require_trainer(context.actor())
    try:
        play = replace(_play(context, scenario, policy, ghost), skills=skills)
        with progress_bar(rated=False) as progress:
            if runs > 1:
                return run_many(place, play, range(seed, seed + runs), progress)
            if keep:
                return run(place, play, seed, keep=True, on_progress=progress)
            with passing(place) as elsewhere:
                return run(elsewhere, play, seed, on_progress=progress)
    except OSError as error:
        raise click.ClickException(
            _("The drill could not be made in %(folder)s: %(why)s", folder=place.folder, why=_(why(error)))
        ) from error


def _play(context: Context, scenario: Scenario, policy: str, ghost: Ghost | None) -> Play:
    from console.drilling.ground import ground
    from console.drilling.place import sandboxes
    from scenarios.player.colleagues import Policy
    from scenarios.runs.once import Play

    template, zone = ground(context, sandboxes(context.settings), scenario)
    return Play(scenario, template, zone, Policy(policy), ghost)


def _ghost(name: str, scenario: Scenario, named: str | None) -> Ghost:
    from scenarios.history.ghost import ENDING, load
    from scenarios.history.refusals import NoGhost

    path = Path(named) if named is not None else Path(name).with_suffix(ENDING)
    if named is None and not path.exists():
        raise NoGhost(name)
    return load(path, scenario.id)


def _once(found: dict[str, Any]) -> Iterator[str]:
    from console.drilling.words import outcome_word
    from console.text import fit
    from scenarios.format.words import Outcome

    mark = "—" if found["mark"] is None else f"{found['mark']:.1f}"
    yield _(
        "Mark %(mark)s of %(of)s %(grade)s; came %(arrivals)s, done %(closed)s, late %(late)s, open %(open)s",
        mark=mark,
        of=f"{found['of']:g}",
        grade=found["grade"],
        arrivals=found["arrivals"],
        closed=found["closed"],
        late=found["late"],
        open=found["open"],
    )
    if "number" in found:
        yield _("Kept as drill %(number)s.", number=found["number"])
    for each in found.get("not_done", ()):
        yield _("Not done again: %(case)s %(what)s (%(why)s)", **each)
    for each in found["expectations"]:
        yield f"  {fit(outcome_word(Outcome(each['outcome'])), 8)}{each['title']}"


def _many(found: Statistics) -> Iterator[str]:
    from console.text import fit

    yield _("Runs: %(runs)s", runs=found.runs)
    mean, between = _("mean"), _("95 of 100 runs")
    yield f"{fit('', _LABEL)}{fit(mean, 8, right=True)}  {between}"
    for words, spread, times in (
        (_("Mark reached"), found.mark, 1.0),
        (_("On time, per cent"), found.on_time, 100.0),
        (_("Came"), found.arrivals, 1.0),
        (_("Closed"), found.closed, 1.0),
        (_("Late"), found.late, 1.0),
        (_("Still in hand"), found.open, 1.0),
    ):
        if spread is not None:
            yield f"{fit(words, _LABEL)}{_figures(spread, times)}"
    yield _(
        "Grades: %(grades)s", grades=_(", ").join(f"{name} {count}" for name, count in found.grades.items())
    )
    yield _("Met, per cent of the runs:")
    for each in found.expectations:
        share = "   —" if each["met"] is None else f"{each['met'] * 100:4.0f}"
        yield f"{share}  {each['title']}"
    missed = [each for each in found.injects if each["missed"]][:_MISSED]
    if missed:
        yield _("Missed most, per cent of what follows upon it:")
    for each in missed:
        yield f"{each['missed'] * 100:4.0f}  {each['id']}"


_MISSED = 5
_LABEL = 20


def _figures(spread: Spread, times: float) -> str:
    low, high, error = spread.low * times, spread.high * times, spread.error * times
    deviation = spread.deviation * times
    return f"{spread.mean * times:8.1f}  {low:.1f} – {high:.1f}  (±{error:.1f}, σ {deviation:.1f})"
