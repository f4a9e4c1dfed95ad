"""How the commands of the rules answer, and how a change is saved after a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.commands.draftanswers import SHOWN
from console.i18n import N_, _

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.catalogue.classing.views import RuleEdit, RuleFinding, RulePreview, RuleView


def rule_document(each: RuleView) -> dict[str, Any]:
    """Return a rule as ``--json`` gives it."""
    from models.catalogue.classing.rules import rule_document as kept

    return {"number": each.number, "version": each.version, **kept(each.draft)}


def finding_document(each: RuleFinding) -> dict[str, Any]:
    """Return a finding as ``--json`` gives it."""
    from console.rulewords import finding_words

    return {
        "fault": each.fault.value,
        "number": each.number,
        "rule": each.rule,
        "other": each.other,
        "sentence": finding_words(each),
        "params": dict(each.params),
    }


def preview_document(found: RulePreview) -> dict[str, Any]:
    """Return a preview as ``--json`` gives it."""
    return {
        "fingerprint": found.fingerprint,
        "entries": found.entries,
        "moving": found.moving,
        "by_hand": found.by_hand,
        "prepared": found.prepared,
        "classes": dict(found.classes),
        "moves": [
            {
                "id": move.matter_id,
                "code": move.code,
                "name": move.name,
                "field": move.field,
                "from": move.before,
                "to": move.after,
                "rule": move.rule,
            }
            for move in found.moves
        ],
        "findings": [finding_document(each) for each in found.findings],
    }


def show_preview(context: Context, found: RulePreview, *, as_json: bool) -> None:
    """Answer with what moves, and what is wrong among the rules."""
    if as_json:
        context.document(preview_document(found))
        return
    from console.rulewords import fault_word, finding_words, preview_lines

    for line in preview_lines(found, SHOWN):
        context.echo(line)
    for each in found.findings[:SHOWN]:
        context.say(f"! {each.number} {each.rule}  {fault_word(each)}  {finding_words(each)}")
    context.echo(_("Fingerprint: %(fingerprint)s", fingerprint=found.fingerprint))


def save(context: Context, edit: RuleEdit, *, dry_run: bool, agreed: str | None, as_json: bool) -> None:
    """Show what a change of the rules moves, ask where something does, and save it by that preview.

    Raises:
        PreviewMoved: the preview agreed to, or shown, no longer holds.
    """
    classing, actor = context.services().classing, context.actor()
    found = classing.preview(actor, edit)
    if dry_run:
        show_preview(context, found, as_json=as_json)
        return
    if not as_json:
        show_preview(context, found, as_json=False)
    if agreed is None and found.moves:
        context.confirm(_("Save the rules?"))
    done = classing.save(actor, edit, agreed or found.fingerprint)
    if as_json:
        saved = [rule_document(each) for each in classing.rules(actor)]
        context.document({**preview_document(done), "saved": True, "rules": saved})
    else:
        sentence = N_("Saved: %(count)s rules. Entries change with “yiwang catalogue rules apply”.")
        context.say(_(sentence, count=len(done.rules)))
