"""What classification rules are called in words: their parts, what they move, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _, pgettext
from console.labels import label
from models.catalogue.classing.texts import NO_LIST_WORD, THEN, WHEN, changed, texts_of
from models.catalogue.views import DutyList, MatterKind, SettleLevel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from models.catalogue.classing.views import Move, RuleDraft, RuleFinding, RulePreview

_KINDS: Mapping[str, type[StrEnum]] = {
    "duty_list": DutyList, "kind": MatterKind, "settle_level": SettleLevel,
}  # fmt: skip


def target_title(name: str) -> str:
    """Return what a field that rules decide is called."""
    return _(THEN[name]) if name in THEN else name


def target_value(name: str, value: Any, classes: Mapping[str, str] | None = None) -> str:
    """Return a value of such a field in words; nothing as a dash.

    Args:
        name: the field.
        value: its value.
        classes: what classes are called, by ``scheme:code``.
    """
    if value in (None, ""):
        return "-"
    if name == "class":
        return f"{value} {(classes or {}).get(value, '')}".rstrip()
    return label(_KINDS[name](value)) if name in _KINDS else str(value)


def rule_texts(draft: RuleDraft) -> dict[str, str]:
    """Return the parts of a rule as people write them, in the language of the console."""
    texts = texts_of(draft, label, _(NO_LIST_WORD))
    return {**texts, "only_new": _("yes") if draft.when.only_new else ""}


def written(draft: RuleDraft, texts: Mapping[str, str]) -> RuleDraft:
    """Return a rule with some parts written anew.

    Raises:
        UnknownPart, UnknownValue, BadClassKey, BadScheme, BadClassCode: a part cannot be used.
    """
    return changed(draft, texts, label, _(NO_LIST_WORD))


def when_words(draft: RuleDraft) -> str:
    """Return when a rule applies, in one line."""
    texts = rule_texts(draft)
    parts = [f"{_(title)}: {texts[name]}" for name, title in WHEN.items() if texts[name]]
    return _("; ").join(parts) or _("always")


def then_words(draft: RuleDraft) -> str:
    """Return what a rule sets, in one line."""
    texts = rule_texts(draft)
    said = {name: texts[name] for name in THEN if texts[name]}
    if "class_name" in said:
        said["class"] += f" {said.pop('class_name')}"
    return _("; ").join(f"{_(THEN[name])}: {text}" for name, text in said.items())


def move_words(move: Move, classes: Mapping[str, str]) -> str:
    """Return what moves of an entry: field, before and after, and by which rule."""
    before, after = (target_value(move.field, value, classes) for value in (move.before, move.after))
    by = f"“{move.rule}”" if move.rule else _("no rule any more")
    return f"{target_title(move.field)}: {before} → {after}  ({by})"


def entry_name(move: Move) -> str:
    """Return an entry as a list of moves names it."""
    return f"{move.code or f'#{move.matter_id}'}  {move.name}"


def preview_words(found: RulePreview) -> str:
    """Return in one line how much moves."""
    words = _(
        "%(moving)s of %(entries)s entries move, %(values)s values",
        moving=found.moving,
        entries=found.entries,
        values=len(found.moves),
    )
    if found.by_hand:
        words += _("; ") + _("%(count)s values set by hand stay", count=found.by_hand)
    if not found.prepared:
        words += _("; ") + _("no list is being prepared: shown by the matters in force")
    return words


def finding_words(each: RuleFinding) -> str:
    """Return one finding about a rule."""
    params = dict(each.params)
    if "field" in params:
        name = str(params["field"])
        params |= {side: target_value(name, params[side]) for side in ("mine", "theirs")}
        params["field"] = target_title(name)
    return _(each.sentence, **params)


def fault_word(each: RuleFinding) -> str:
    """Return the kind of a finding in a word."""
    return {
        "never": pgettext("rule", "Never fits"),
        "shadowed": pgettext("rule", "Shadowed"),
        "contradicts": pgettext("rule", "Contradicts"),
        "unknown_class": pgettext("rule", "Unknown class"),
        "unknown_parent": pgettext("rule", "Unknown main item"),
    }[each.fault.value]


def preview_lines(found: RulePreview, most: int) -> Iterator[str]:
    """Yield a preview as people read it: what moves, entry by entry, then how much."""
    for move in found.moves[:most]:
        yield f"{entry_name(move)}  {move_words(move, found.classes)}"
    if len(found.moves) > most:
        yield _("… and %(count)s more; --json lists all.", count=len(found.moves) - most)
    yield preview_words(found)
