"""How an edition of the settings is put together and added, within somebody's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.settings.door import checked_document, setting_of
from models.cases.settings.house import house_of
from models.cases.settings.inforce import EDITIONS
from models.cases.settings.spec import settings
from models.cases.settings.views import SettingChange
from models.cases.settings.walking import require_a_way
from models.kernel.errors import Conflict
from models.kernel.upsert import insert_into
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.settings.house import House

STREAM = "case_settings"
SETTINGS = N_("The settings")


def changed_house(standing: House, wanted: Mapping[str, Any], *, whole: bool = False) -> House:
    """Return the rules with ``wanted`` values; they were found sound.

    Raises:
        UnknownSetting, Invalid: a name or a value cannot be used.
        StatesStuck, NobodyAnswers: cases would get stuck under these roles.
    """
    # What a later program no longer knows is left behind with the next edition.
    kept = {key: value for key, value in standing.document.items() if key in settings()}
    document: dict[str, Any] = {} if whole else kept
    for key, value in wanted.items():
        known = setting_of(key).key
        document[known] = value if value is not None else settings()[known].default
    house = house_of(standing.number + 1, checked_document(document))
    require_a_way(house)
    return house


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[SettingChange, ...]:
    """Return which settings two documents say differently, in the order of the list."""
    return tuple(
        SettingChange(each, before.get(key, each.default), after.get(key, each.default))
        for key, each in settings().items()
        if before.get(key, each.default) != after.get(key, each.default)
    )


def add_edition(
    session: Session, actor: Actor, now: datetime, house: House, note: str, changes: Sequence[SettingChange]
) -> None:
    """Add an edition, with its ledger entry.

    Raises:
        Conflict: somebody else made it meanwhile; carries its number.
    """
    values = {
        "number": house.number,
        "document": dict(house.document),
        "since": now,
        "account_id": actor.account_id,
        "by_name": actor.name,
        "note": note,
    }
    statement = insert_into(session, EDITIONS).values(**values).on_conflict_do_nothing()
    if session.connection().execute(statement.returning(EDITIONS.c.number)).first() is None:
        raise Conflict(SETTINGS, house.number)
    before = {each.setting.key: each.before for each in changes}
    after = {each.setting.key: each.after for each in changes}
    record(
        session,
        actor,
        now,
        STREAM,
        "case_settings.change",
        {"edition": house.number - 1} | before,
        {"edition": house.number, "note": note} | after,
    )
