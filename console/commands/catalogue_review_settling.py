"""Giving opinions and settling them from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.catalogue_review_opinions import KINDS
from console.commands.draftanswers import entry_of
from console.commands.frame import framed_command, json_option, pass_context
from console.commands.reviewanswers import show_opinion
from console.i18n import N_, _
from models.catalogue.review.views import OpinionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Context


@framed_command(
    "opine",
    help=N_("Record the opinion of a department on one entry."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue review opine 县住建局 E0101 agree\n"
        "  yiwang catalogue review opine 县住建局 E0101 change \\\n"
        "    --field name --wording 自建房巡查\n"
        "  yiwang catalogue review opine 县住建局 E0101 not_ours --belongs-to 县公安局"
    ),
)
@click.argument("department", metavar="DEPARTMENT")
@click.argument("entry", metavar="ENTRY")
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@click.option("--field", "name", default="", metavar="FIELD", help=N_("The field to be worded otherwise."))
@click.option("--wording", default="", metavar="TEXT", help=N_("What the field is to say."))
@click.option("--reason", default="", metavar="TEXT", help=N_("Why."))
@click.option("--basis", default="", metavar="TEXT", help=N_("The laws and papers it rests on."))
@click.option("--belongs-to", default="", metavar="DEPARTMENT", help=N_("Whose concern it is instead."))
@click.option("--dry-run", is_flag=True, help=N_("Only say whether it could be recorded."))
@json_option
@pass_context
def opine(
    context: Context, *, department: str, entry: str, kind: str, name: str, wording: str, reason: str,
    basis: str, belongs_to: str, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Record one opinion."""
    from models.catalogue.review.views import OpinionFacts

    facts = OpinionFacts(OpinionKind(kind), _field_named(name), wording, reason, basis, belongs_to)
    mine, actor = context.services().review, context.actor()
    give = mine.try_opinion if dry_run else mine.opine
    view = give(actor, department, entry_of(context, entry).matter_id, facts)
    show_opinion(context, view, as_json=as_json, dry_run=dry_run)


def _field_named(text: str) -> str:
    """Return the field somebody means by its name in the code or on the screen."""
    from console.draftwords import FIELDS

    return {_(title): name for name, title in FIELDS.items()}.get(text, text)


@framed_command(
    "settle",
    help=N_("Settle opinions: accept, reject, let the department withdraw them, or open them again."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue review settle 12 --accept --dry-run\n"
        "  yiwang catalogue review settle 13 --reject --reason 法律明确由其负责\n"
        "  yiwang catalogue review settle 12 --reopen"
    ),
)
@click.argument("keys", type=int, metavar="NUMBER…", nargs=-1, required=True)
@click.option("--accept", "how", flag_value="accept", help=N_("Take it up: the list says what it proposes."))
@click.option("--reject", "how", flag_value="reject", help=N_("Reject it; a reason is needed."))
@click.option("--withdraw", "how", flag_value="withdraw", help=N_("The department takes it back."))
@click.option("--reopen", "how", flag_value="reopen", help=N_("Open it again and take back what it changed."))
@click.option("--reason", default="", metavar="TEXT", help=N_("Why; the department reads it in the minutes."))
@click.option("--field", "name", default="", metavar="FIELD", help=N_("A field that meets an objection."))
@click.option("--wording", default="", metavar="TEXT", help=N_("What that field is to say."))
@click.option("--anyway", is_flag=True, help=N_("Accept it though the field was reworded since."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what accepting would change."))
@json_option
@pass_context
def settle(
    context: Context, *, keys: Sequence[int], how: str | None, reason: str, name: str, wording: str,
    anyway: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Settle each of them; the first refusal ends it, what was settled before stays settled."""
    if how is None:
        raise click.UsageError(_("Say --accept, --reject, --withdraw or --reopen."))
    mine, actor = context.services().review, context.actor()
    field = _field_named(name)
    for key in keys:
        if dry_run:
            _trial(context, key, how, field, wording, anyway=anyway, as_json=as_json)
            continue
        if how == "accept":
            view = mine.accept(actor, key, reason=reason, field=field, wording=wording, anyway=anyway)
        elif how == "reject":
            view = mine.reject(actor, key, reason)
        elif how == "withdraw":
            view = mine.withdraw(actor, key, reason)
        else:
            view = mine.reopen(actor, key)
        show_opinion(context, view, as_json=as_json)


def _trial(
    context: Context, key: int, how: str, field: str, wording: str, *, anyway: bool, as_json: bool
) -> None:
    mine, actor = context.services().review, context.actor()
    changes = {}
    if how == "accept":
        changes = dict(mine.try_accepting(actor, key, field=field, wording=wording, anyway=anyway))
    view = mine.opinion(actor, key)
    if as_json:
        told = {each: {"from": was, "to": now} for each, (was, now) in changes.items()}
        context.document({"dry_run": True, "id": key, "would": how, "changes": told})
        return
    from console.reviewwords import taken_words

    show_opinion(context, view, as_json=False)
    for line in taken_words(changes):
        context.echo(f"  {line}")
    context.say(_("Nothing was written."))


@framed_command(
    "carry",
    help=N_("Carry opinions to the next round, where they are open again."),
    epilog=N_("Example:\n  yiwang catalogue review carry 12 14 --reason 等编办答复"),
)
@click.argument("keys", type=int, metavar="NUMBER…", nargs=-1, required=True)
@click.option("--reason", default="", metavar="TEXT", help=N_("Why; the department reads it in the minutes."))
@click.option("--dry-run", is_flag=True, help=N_("Only show them."))
@json_option
@pass_context
def carry(context: Context, *, keys: Sequence[int], reason: str, dry_run: bool, as_json: bool) -> None:
    """Carry each of them."""
    mine, actor = context.services().review, context.actor()
    for key in keys:
        view = mine.opinion(actor, key) if dry_run else mine.carry(actor, key, reason)
        show_opinion(context, view, as_json=as_json, dry_run=dry_run)
