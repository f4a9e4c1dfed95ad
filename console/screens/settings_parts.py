"""Settings in a list: columns, what is said of a row, and how a search finds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _
from console.settingwords import group_name, range_words, setting_name, source_words, value_words
from console.terminal.filter import clean_text
from console.widgets.line_list import Column
from console.widgets.pages import FixedRows
from console.widgets.preview import Fact
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from console.widgets.line_list import PageLike, Source
    from console.widgets.lines import Piece
    from models.cases.settings.views import SettingView


def setting_columns() -> list[Column[SettingView]]:
    """Return the columns of the list."""
    return [
        Column(N_("Group"), 12, lambda view: (group_name(view.setting.group), "dim"), best=16),
        Column(N_("Setting"), 24, lambda view: (setting_name(view.setting), ""), best=36),
        Column(N_("Value"), 20, _value_of, grow=True),
        Column("", 4, _mark_of),
    ]


def _value_of(view: SettingView) -> Piece:
    style = "bold" if view.changed else ""
    return clean_text(value_words(view.setting, view.value)), style


def _mark_of(view: SettingView) -> Piece:
    return (_("own"), "bold") if view.changed else ("", "")


def setting_facts(view: SettingView) -> list[Fact]:
    """Return what the lines below the list say of a setting."""
    setting = view.setting
    return [
        Fact("", _(setting.meaning)),
        Fact(_("Value"), clean_text(value_words(setting, view.value)), "bold" if view.changed else ""),
        Fact(_("Packaged"), value_words(setting, setting.default) if view.changed else ""),
        Fact(_("Takes"), range_words(setting)),
        Fact(_("Default from"), source_words(setting)),
        Fact(_("Identifier"), setting.key),
    ]


def source_of(rows: Sequence[SettingView]) -> Source[SettingView]:
    """Return what gives the rows that a search finds, page by page."""
    searched = [(row, _searched(row)) for row in rows]

    def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[SettingView]:
        words = [fold(word) for word in text.split()]
        fitting = [row for row, said in searched if all(word in said for word in words)]
        start = 0 if after is None else int(after[0])
        more = start + limit < len(fitting)
        return FixedRows(tuple(fitting[start : start + limit]), (start + limit,) if more else None)

    return source


def _searched(view: SettingView) -> str:
    setting = view.setting
    name = setting_name(setting)
    group = group_name(setting.group)
    meaning = fold(_(setting.meaning))
    return " ".join((setting.key, fold(name), initials(name), fold(group), initials(group), meaning))
