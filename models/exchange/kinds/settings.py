"""The office's own settings for its cases. Known by the key; what differs makes one new edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.settings.door import read_value, setting_of, text_of
from models.cases.settings.editing import add_edition, changed_house, changes_between
from models.cases.settings.inforce import newest
from models.cases.settings.spec import settings
from models.exchange.cells import block
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
from models.kernel.errors import Conflict, Invalid
from models.kernel.store import STORE
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

_LONGEST = 4000


def _key(cell: str) -> str:
    return setting_of(cell).key


class Settings(Kind):
    """Settings, a row for each; those not named stay."""

    name = "settings"
    title = N_("settings of the office")
    key = ("key",)
    fields = (
        Field(
            "key", N_("key of the setting"), required=True, synonyms=("设置", "设置项", "标识"), parse=_key
        ),
        Field("value", N_("value"), synonyms=("取值", "值", "现值"), parse=block(_LONGEST)),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by the edition in force; together they have to leave a way for every case.

        Raises:
            StatesStuck, NobodyAnswers: cases would get stuck under these roles.
        """
        house, found, wanted = newest(work.session, None), Comparison(), {}
        for row in rows:
            setting = settings()[row.values["key"]]
            if "value" not in row.values:
                found.skipped += 1
                continue
            try:
                value = read_value(setting, row.values["value"])
            except Invalid as refusal:
                found.problems.append(work.problem(row, "value", row.values["value"], refusal))
                continue
            held = house.document.get(setting.key, setting.default)
            if value == held:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, setting.key))
                continue
            wanted[setting.key] = value
            found.changed.append((setting.key, value))
            found.lines.append(
                Line(row.number, Verdict.CHANGE, setting.key, {"value": held}, {"value": value})
            )
        if wanted:
            changed_house(house, wanted)
        found.plan = house.number
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Make the new edition.

        Raises:
            Conflict: somebody made one since the rows were compared.
        """
        return self._edition(work, dict(comparison.changed), comparison.plan)

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give settings back the values they had, where they were not set to something else since."""
        house, found, wanted = newest(work.session, None), [], {}
        for each in lines:
            default = settings()[each.key].default
            if {"value": house.document.get(each.key, default)} != each.after:
                found.append(Resting(each.key, LATER))
            else:
                wanted[each.key] = (each.before or {})["value"]
        self._edition(work, wanted, house.number)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield every setting with the value that holds, in the order of the list."""
        house = newest(session, None)
        for key, setting in settings().items():
            yield key, text_of(house.document.get(key, setting.default))

    @staticmethod
    def _edition(work: Work, wanted: Mapping[str, Any], expected: int) -> Mapping[str, Any]:
        house = newest(work.session, None)
        if house.number != expected:
            raise Conflict(Settings.title, house.number)
        made = changed_house(house, wanted)
        changes = changes_between(house.document, made.document)
        if not changes:
            return {}
        add_edition(work.session, work.actor, work.at, made, work.origin.name, changes)
        work.session.info[STORE].memo.forget()
        return {"edition": made.number}


KIND = Settings()
