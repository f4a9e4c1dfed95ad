"""How settings are written to the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.settingwords import (
    change_words,
    group_name,
    plan_lines,
    range_words,
    setting_name,
    source_words,
    value_words,
)

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.cases.settings.views import SettingChange, SettingsEdition, SettingsPlan, SettingView


def setting_document(view: SettingView) -> dict[str, Any]:
    """Return a setting as JSON has it."""
    setting = view.setting
    return {
        "key": setting.key,
        "name": setting_name(setting),
        "group": setting.group,
        "kind": setting.kind,
        "value": view.value,
        "default": setting.default,
        "changed": view.changed,
        "meaning": _(setting.meaning),
        "range": range_words(setting),
        "source": source_words(setting),
        "edition": view.edition,
    }


def show_one(context: Context, view: SettingView) -> None:
    """Write everything about one setting."""
    setting = view.setting
    context.echo(f"{setting.key}  {setting_name(setting)}")
    for title, words in (
        (_("Value"), value_words(setting, view.value)),
        (_("Packaged"), value_words(setting, setting.default)),
        (_("Meaning"), _(setting.meaning)),
        (_("Takes"), range_words(setting)),
        (_("Default from"), source_words(setting)),
        (_("Group"), group_name(setting.group)),
    ):
        head = _("%(heading)s:", heading=title)
        # A full-width colon brings its own space.
        gap = " " if head.isascii() else ""
        context.echo(f"  {head}{gap}{words}")


def moment(context: Context, edition: SettingsEdition) -> str:
    """Return when an edition came into force, in the office's zone."""
    if edition.since is None:
        return ""
    local = edition.since.astimezone(context.services().calendar.zone)
    return local.strftime("%Y-%m-%d %H:%M")


def show_changes(context: Context, edition: SettingsEdition, *, as_json: bool) -> None:
    """Write what an edition changed."""
    if as_json:
        document = {
            "number": edition.number,
            "since": edition.since,
            "by": edition.by_name,
            "note": edition.note,
            "settings": edition.document,
            "changes": [_change(each) for each in edition.changes],
        }
        context.document(document)
        return
    if edition.since is not None:
        context.say(
            _(
                "Edition %(number)s, %(at)s, %(by)s",
                number=edition.number,
                at=moment(context, edition),
                by=" ".join(filter(None, (edition.by_name, edition.note))),
            )
        )
    for each in edition.changes:
        context.echo(change_words(each))
    if not edition.changes:
        context.say(_("The settings are as they came with the program."))


def tell_plan(context: Context, plan: SettingsPlan, *, recount: bool, as_json: bool) -> None:
    """Write what a change does, in sentences or as JSON."""
    if not as_json:
        for line in plan_lines(plan, recount=recount):
            context.echo(line)
        return
    document: dict[str, Any] = {
        "edition": plan.edition,
        "changes": [_change(each) for each in plan.changes],
    }
    if recount:
        document |= {"warnings_moved": len(plan.lights), "lights_turning": plan.turning}
    context.document(document)


def _change(change: SettingChange) -> dict[str, Any]:
    return {"key": change.setting.key, "before": change.before, "after": change.after}
