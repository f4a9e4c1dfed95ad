"""Style sheets that work out only once what widgets of the same kind, in the same place, look like.

Textual matches every widget of every screen with all rules again, in each program anew; the programs
of a test run are made of the same widgets. What a rule says depends on the widgets from the program
down to the one it is for: their types, names, classes and, where a rule asks, their conditions.
All this is the key under which the outcome is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.css.model import RuleSet
    from textual.css.styles import RulesMap

MOST_KEPT = 20_000
"""Outcomes kept; a whole run has a fraction of it"""
ORDER = frozenset({"first-of-type", "last-of-type", "first-child", "last-child", "empty"})
"""Conditions that make Textual style the neighbours anew"""
PARITY = frozenset({"odd", "even"})

STYLED_AS = "_styled_as"
"""Where a widget keeps what its styles were last put together from"""

textuals_own = Stylesheet.apply


@dataclass(slots=True)
class _Chosen:
    """Some rules of a sheet, the last one first, and what they ask for."""

    rules: list[RuleSet]
    conditions: frozenset[str] = frozenset()
    """Of the widget itself, as Textual notes them"""
    asked: tuple[str, ...] = ()
    """Of any widget on the way down to it"""
    outcomes: dict[tuple[Any, ...], RulesMap | None] = field(default_factory=dict)


_known: dict[tuple[int, ...], _Chosen] = {}
"""By the rules themselves, which are kept with it, so that their numbers go to no others"""
_by_sheet: WeakKeyDictionary[Stylesheet, tuple[list[RuleSet], dict[Any, _Chosen]]] = WeakKeyDictionary()
"""The rules a sheet had, and those of them for each kind of widget"""
_kept = 0


def apply(
    sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: dict[Any, Any] | None = None
) -> None:
    """Do what Textual's :meth:`Stylesheet.apply` does."""
    chosen = _choose(sheet, node)
    conditions = chosen.conditions
    node._has_hover_style = "hover" in conditions
    node._has_focus_within = "focus-within" in conditions
    node._has_order_style = not conditions.isdisjoint(ORDER)
    node._has_odd_or_even = not conditions.isdisjoint(PARITY)
    key = _place(node, chosen.asked, cache)
    if key not in chosen.outcomes:
        _remember(chosen, key, _ask_textual(sheet, node, animate=animate))
        setattr(node, STYLED_AS, None)
        return
    outcome = chosen.outcomes[key]
    before = getattr(node, STYLED_AS, None)
    if before is not None and before[0] is sheet and before[1] is outcome and before[2] == key:
        # Nothing but style sheets writes where their outcome stands; only what it means may have changed.
        node.notify_style_update()
        return
    setattr(node, STYLED_AS, (sheet, outcome, key))
    if outcome is not None:
        if animate:
            sheet.replace_rules(node, outcome, animate=True)
        else:
            _replace(node, outcome)
    sheet._process_component_classes(node)


class _Parts(dict[str, Any]):
    """The styles of the named parts of a widget, worked out when one is first asked for.

    Textual makes a node for each part of each widget, fifteen of a field of several lines; few are drawn.
    """

    def __init__(self, sheet: Stylesheet, node: DOMNode, names: frozenset[str]) -> None:
        super().__init__()
        self.sheet, self.node, self.names = sheet, node, names

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __missing__(self, name: str) -> Any:
        part = DOMNode(classes=name)
        part._attach(self.node)
        self.sheet.apply(part, animate=False)
        self[name] = part.styles
        return part.styles


def style_parts(sheet: Stylesheet, node: DOMNode) -> None:
    """Do what Textual's :meth:`Stylesheet._process_component_classes` does."""
    names = node._get_component_classes()
    if not names:
        return
    had: Any = node._component_styles
    if not isinstance(had, _Parts) or had.sheet is not sheet or had.names != names:
        node._component_styles = _Parts(sheet, node, names)
        node.refresh()
        return
    changed = False
    for styles in had.values():
        before = dict(styles.base._rules)
        sheet.apply(styles.node, animate=False)
        changed = changed or styles.base._rules != before
    if changed:
        node.refresh()


def _place(node: DOMNode, asked: tuple[str, ...], cache: dict[Any, Any] | None) -> tuple[Any, ...]:
    """Return what a rule can tell ``node`` by, from the program down to it."""
    parent = node._parent
    above: tuple[Any, ...] = ()
    if isinstance(parent, DOMNode):
        known = None if cache is None else cache.get((parent, asked))
        if known is None:
            known = _place(parent, asked, cache)
            if cache is not None:
                cache[parent, asked] = known
        above = known
    own = (type(node), node._id, frozenset(node._classes), _state(node, asked) if asked else ())
    return (*above, own)


def _replace(node: DOMNode, outcome: Any) -> None:
    """Do what Textual's :meth:`Stylesheet.replace_rules` does, but put nothing where it is already."""
    base = node.styles.base
    had: Any = base._rules
    for name in had.keys() | outcome.keys():
        value = outcome.get(name)
        if value is None or had.get(name) is not value:
            setattr(base, name, value)
    node.notify_style_update()


def _ask_textual(sheet: Any, node: DOMNode, *, animate: bool) -> RulesMap | None:
    """Have Textual style ``node``; return the rules it went by, or ``None`` if there were none."""
    found: RulesMap | None = None

    def replace_rules(styled: DOMNode, rules: RulesMap, *, animate: bool = False) -> None:
        nonlocal found
        if styled is node:
            found = rules
        Stylesheet.replace_rules(styled, rules, animate=animate)

    before = vars(sheet).get("replace_rules", Stylesheet.replace_rules)
    sheet.replace_rules = replace_rules
    try:
        textuals_own(sheet, node, animate=animate)
    finally:
        sheet.replace_rules = before
    return found


def _choose(sheet: Stylesheet, node: DOMNode) -> _Chosen:
    """Return the rules whose last word may be about ``node``."""
    rules_map, rules = sheet.rules_map, sheet.rules
    had = _by_sheet.get(sheet)
    if had is None or had[0] is not rules:
        had = _by_sheet[sheet] = (rules, {})
    kind = (type(node), node._id, frozenset(node._classes))
    chosen = had[1].get(kind)
    if chosen is None:
        limit = {rule for name in rules_map.keys() & node._selector_names for rule in rules_map[name]}
        found = [rule for rule in reversed(rules) if rule in limit]
        numbers = tuple(map(id, found))
        chosen = _known.get(numbers) or _known.setdefault(numbers, _look_into(found))
        had[1][kind] = chosen
    return chosen


def _look_into(rules: list[RuleSet]) -> _Chosen:
    asked = {
        name
        for rule in rules
        for several in rule.selector_set
        for selector in several.selectors
        for name in selector.pseudo_classes
    }
    of_node: frozenset[str] = frozenset().union(*(rule.pseudo_classes for rule in rules))
    return _Chosen(rules, of_node, tuple(sorted(asked)))


def _state(node: DOMNode, asked: Iterable[str]) -> tuple[bool | None, ...]:
    """Return which of these conditions hold; ``None`` for those its kind does not know."""
    checks: Any = node._PSEUDO_CLASSES
    return tuple([bool(checks[name](node)) if name in checks else None for name in asked])


def _remember(chosen: _Chosen, key: tuple[Any, ...], outcome: RulesMap | None) -> None:
    global _kept  # noqa: PLW0603 -- a count of what stands in all of them
    if _kept >= MOST_KEPT:
        for each in _known.values():
            each.outcomes.clear()
        _kept = 0
    chosen.outcomes[key] = outcome
    _kept += 1
