"""``yiwang catalogue publish``: the plan of an edition, and publishing by exactly that plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_editions import day, edition_document
from console.commands.draftanswers import SHOWN
from console.commands.frame import framed_command, json_option, pass_context
from console.edition_words import counts_words
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.commands.context import Context
    from models.catalogue.drafting.views import ListPlan
    from models.catalogue.editions.views import EditionPlan

_FINGERPRINT = 64
"""Characters of a SHA-256 written as hexadecimal"""


@framed_command(
    "publish",
    help=N_(
        "Publish the list being prepared as an edition: first the plan, then by exactly that plan.\n\n"
        "The plan names what changes, the open cases it touches, the deadlines that move and by how much, "
        "and the units that gain or lose work. If anything moved since, publishing is refused."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue publish --effective 2027-01-01 --plan -o plan.json\n"
        "  yiwang catalogue publish --effective 2027-01-01 --with plan.json"
    ),
)
@click.option(
    "--effective", metavar="DATE", required=True, callback=day, help=N_("The day on which it takes force.")
)
@click.option("--plan", "only_plan", is_flag=True, help=N_("Only say what it would change and touch."))
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help=N_("Keep the plan in this file."))
@click.option(
    "--with",
    "agreed",
    metavar="FILE|FINGERPRINT",
    help=N_("Publish by this plan: the file it was kept in, or its fingerprint."),
)
@click.option("--edition", "name", default="", metavar="NAME", help=N_("What the edition is called."))
@click.option("--note", default="", metavar="TEXT", help=N_("What the edition says of itself."))
@json_option
@pass_context
def publish(
    context: Context,
    *,
    effective: date,
    only_plan: bool,
    output: str | None,
    agreed: str | None,
    name: str,
    note: str,
    as_json: bool,
) -> None:
    """Plan, or publish."""
    if only_plan == (agreed is not None):
        raise click.UsageError(_("Say --plan to see what it would do, or --with that plan to publish."))
    drafting, actor = context.services().drafting, context.actor()
    if agreed is None:
        _answer_plan(context, drafting.plan(actor, effective), output, as_json=as_json)
        return
    done = drafting.publish(actor, effective, _fingerprint(agreed, effective), name=name, note=note)
    if as_json:
        context.document({"edition": edition_document(done.edition), **done.plan.counts})
        return
    context.echo(
        _(
            "Edition %(number)s “%(name)s”, in force from %(effective)s: %(counts)s.",
            number=done.edition.number,
            name=done.edition.name,
            effective=effective.isoformat(),
            counts=counts_words(done.plan.counts),
        )
    )


def _answer_plan(context: Context, found: ListPlan, output: str | None, *, as_json: bool) -> None:
    document = plan_document(found)
    if output is not None:
        from console.commands.context import as_json_text

        try:
            Path(output).write_text(as_json_text(document) + "\n", "utf-8")
        except OSError as error:
            raise click.FileError(output, _(why(error))) from None
        context.say(_("The plan is kept in %(file)s.", file=output))
    if as_json:
        context.document(document)
        return
    for line in plan_lines(found, SHOWN):
        context.echo(line)
    context.echo(_("Fingerprint: %(fingerprint)s", fingerprint=found.plan.fingerprint))


def plan_document(found: ListPlan) -> dict[str, Any]:
    """Return a plan as ``--json`` and a kept file give it."""
    plan = found.plan
    return {
        "effective": plan.effective.isoformat(),
        "fingerprint": plan.fingerprint,
        "counts": dict(plan.counts),
        "changes": plan.changes,
        "touched": [
            {
                "room": each.room,
                "ref": each.ref,
                "code": each.code,
                "sentence": _(each.sentence, **each.params),
                "params": dict(each.params),
            }
            for each in plan.touched
        ],
        "obstacles": [
            {
                "id": each.matter_id,
                "code": each.code,
                "name": each.name,
                "sentence": _(each.sentence, **each.params),
            }
            for each in found.obstacles
        ],
        "moved": list(found.moved),
        "notices": [
            {"sentence": _(each.sentence, **each.params), "blocks": each.blocks} for each in found.notices
        ],
    }


def plan_lines(found: ListPlan, most: int) -> Iterator[str]:
    """Yield a plan as people read it: obstacles first, then changes, then what they touch."""
    for each in found.obstacles[:most]:
        name = f"{each.code or f'#{each.matter_id}'}  {each.name}"
        yield f"! {name}  {_(each.sentence, **each.params)}"
    yield from _more(len(found.obstacles), most)
    if found.moved:
        yield "! " + _("Changed outside the list: %(codes)s", codes=", ".join(found.moved[:most]))
    for notice in found.notices:
        yield "! " + _(notice.sentence, **notice.params)
    yield from _change_lines(found.plan, most)
    for touched in found.plan.touched[:most]:
        said = _(touched.sentence, **touched.params)
        yield said if touched.room == "organisation" else f"{touched.ref}  {touched.code}  {said}"
    yield from _more(len(found.plan.touched), most)
    yield counts_words(found.plan.counts)


def _change_lines(plan: EditionPlan, most: int) -> Iterator[str]:
    from console.labels import label

    words = {"create": _("new"), "change": _("changed"), "retire": _("ends")}
    for change in plan.changes[:most]:
        how = " ".join(label(kind) for kind in change.lineage)
        old = "" if change.old_code in {"", change.code} else f"{change.old_code} → "
        heirs = f" → {', '.join(change.heirs)}" if change.heirs else ""
        name = change.name or change.old_name
        yield f"{words[change.action.value]}  {old}{change.code}  {name}{heirs}  {how}".rstrip()
    yield from _more(len(plan.changes), most)


def _more(count: int, most: int) -> Iterator[str]:
    if count > most:
        yield _("… and %(count)s more; --json lists all.", count=count - most)


def _fingerprint(agreed: str, effective: date) -> str:
    """Return the fingerprint that was agreed to, from the file it was kept in if it is none itself."""
    plain = agreed.strip().lower()
    if len(plain) == _FINGERPRINT and all(letter in "0123456789abcdef" for letter in plain):
        return plain
    try:
        document = json.loads(Path(agreed).read_text("utf-8"))
        fingerprint, day_kept = document["fingerprint"], document["effective"]
    except OSError as error:
        raise click.FileError(agreed, _(why(error))) from None
    except (ValueError, KeyError, TypeError):
        message = _("“%(file)s” is no plan; keep one with --plan -o FILE.", file=agreed)
        raise click.BadParameter(message, param_hint="--with") from None
    if day_kept != effective.isoformat():
        message = _("The plan in “%(file)s” is for %(day)s.", file=agreed, day=day_kept)
        raise click.BadParameter(message, param_hint="--with")
    return str(fingerprint)
