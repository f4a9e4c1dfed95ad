"""The door of the office's settings: looking at them, changing them, and going back to an old edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.rules import require
from models.accounts.views import Role
from models.cases.settings.door import checked_document, setting_of
from models.cases.settings.editing import SETTINGS, STREAM, add_edition, changed_house, changes_between
from models.cases.settings.inforce import EDITIONS, in_force, newest
from models.cases.settings.refusals import BadSettingsFile, NothingToSet
from models.cases.settings.relighting import move_lights, moved_lights
from models.cases.settings.spec import settings
from models.cases.settings.views import SettingsEdition, SettingsPlan, SettingView
from models.cases.settings.walking import require_a_way
from models.kernel.errors import Conflict, DomainError, NotFound
from models.kernel.findings import Finding
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.settings.house import House
    from models.kernel.clock import Clock
    from models.kernel.store import Store

KEEPERS = frozenset({Role.SYSTEM_ADMIN})
"""Who changes the settings."""
FORMAT = "yiwang-settings"
_KEEP = N_("change the settings")
_LOOK = N_("look at the settings")
_NOTE_LENGTH = 200


class SettingsService:
    """The office's own settings for its cases.

    Args:
        store: the open database.
        clock: gives every edition its time.
        calendar: gives deadlines, where warnings are to be moved.
    """

    def __init__(self, store: Store, clock: Clock, calendar: CalendarService) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar

    def house(self) -> House:
        """Return the rules in force. Asks for nobody's permission: everybody works by them."""
        return in_force(self._store)

    def listing(self, actor: Actor) -> list[SettingView]:
        """Return every setting with the value that holds.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, _LOOK)
        house = in_force(self._store)
        return [
            SettingView(each, house.document.get(key, each.default), house.number)
            for key, each in settings().items()
        ]

    def one(self, actor: Actor, key: str) -> SettingView:
        """Return one setting with the value that holds.

        Raises:
            NotPermitted: the person has no role here at all.
            UnknownSetting: there is none of this name.
        """
        wanted = setting_of(key).key
        return next(view for view in self.listing(actor) if view.setting.key == wanted)

    def plan(
        self, actor: Actor, wanted: Mapping[str, Any], *, recount: bool = False, whole: bool = False
    ) -> SettingsPlan:
        """Return what setting ``wanted`` would do; nothing is written.

        Args:
            actor: who asks.
            wanted: values by key; ``None`` goes back to the packaged value.
            recount: look as well which warnings of open cases would move.
            whole: ``wanted`` is all that differs from the packaged values.

        Raises:
            NotPermitted: the person does not change settings.
            UnknownSetting, Invalid: a name or a value cannot be used.
            StatesStuck, NobodyAnswers: cases would get stuck under these roles.
        """
        require(actor, KEEPERS, _KEEP)
        with self._store.read() as session:
            standing = newest(session, None)
            house = changed_house(standing, wanted, whole=whole)
            lights = moved_lights(session, self._calendar, house, self._clock.now()) if recount else []
        return SettingsPlan(
            standing.number, changes_between(standing.document, house.document), tuple(lights)
        )

    def change(
        self,
        actor: Actor,
        wanted: Mapping[str, Any],
        expected: int,
        note: str = "",
        *,
        recount: bool = False,
        whole: bool = False,
    ) -> SettingsPlan:
        """Make a new edition with ``wanted`` values, in force at once; return what it did.

        Args:
            actor: who changes them.
            wanted: values by key; ``None`` goes back to the packaged value.
            expected: the edition the person looked at.
            note: why, for the history.
            recount: move the warnings of open cases to what the edition says of lights.
            whole: ``wanted`` is all that differs from the packaged values; the rest goes back to them.

        Raises:
            NotPermitted: the person does not change settings.
            Conflict: somebody else made an edition meanwhile; carries its number.
            UnknownSetting, Invalid: a name or a value cannot be used.
            StatesStuck, NobodyAnswers: cases would get stuck under these roles.
            NothingToSet: nothing would change.
        """
        require(actor, KEEPERS, _KEEP)
        now = self._clock.now()
        with self._store.write() as session:
            standing = newest(session, None)
            if standing.number != expected:
                raise Conflict(SETTINGS, standing.number)
            house = changed_house(standing, wanted, whole=whole)
            changes = changes_between(standing.document, house.document)
            if not changes and not recount:
                raise NothingToSet
            if changes:
                add_edition(session, actor, now, house, clean_line(note)[:_NOTE_LENGTH], changes)
            lights = move_lights(session, self._calendar, house, actor, now) if recount else []
        self._store.memo.forget()
        return SettingsPlan(house.number if changes else expected, changes, tuple(lights))

    def restore(self, actor: Actor, number: int, expected: int, note: str = "") -> SettingsPlan:
        """Make a new edition that says what an old one said; 0 is what comes with the program.

        Raises:
            NotFound: there is no such edition.
            NotPermitted, Conflict, StatesStuck, NobodyAnswers, NothingToSet: as :meth:`change`.
        """
        require(actor, KEEPERS, _KEEP)
        document = self.edition(actor, number).document
        return self.change(actor, document, expected, note, whole=True)

    def history(self, actor: Actor, limit: int = 100) -> list[SettingsEdition]:
        """Return the editions, the newest first.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, _LOOK)
        statement = select(EDITIONS).order_by(EDITIONS.c.number.desc()).limit(limit + 1)
        with self._store.read() as session:
            rows = session.connection().execute(statement).all()
        older: list[Mapping[str, Any]] = [*(row.document for row in rows[1:]), {}]
        return [_edition(row, before) for row, before in zip(rows, older, strict=False)][:limit]

    def edition(self, actor: Actor, number: int) -> SettingsEdition:
        """Return one edition; 0 is what comes with the program.

        Raises:
            NotPermitted: the person has no role here at all.
            NotFound: there is none of this number.
        """
        require(actor, Role, _LOOK)
        if number == 0:
            return SettingsEdition(0, None, "", "", (), {})
        wanted = EDITIONS.c.number.in_([number, number - 1])
        with self._store.read() as session:
            rows = session.connection().execute(select(EDITIONS).where(wanted)).all()
        found = {row.number: row for row in rows}
        if number not in found:
            raise NotFound(N_("edition of the settings"), number)
        before = found[number - 1].document if number - 1 in found else {}
        return _edition(found[number], before)

    def exported(self, actor: Actor) -> dict[str, Any]:
        """Return what differs from the packaged values, as a file that can be taken over elsewhere.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, _LOOK)
        house = in_force(self._store)
        return {"format": FORMAT, "edition": house.number, "settings": dict(house.document)}

    def check(self) -> list[Finding]:
        """Check the edition in force as if it were saved now; name what is wrong with it."""
        with self._store.read() as session:
            house = newest(session, None)
        try:
            checked_document(house.document)
            require_a_way(house)
        except DomainError as error:
            sentence = N_("Edition %(number)s of the settings cannot be used: %(error)s")
            return [Finding("cases", STREAM, sentence, {"number": house.number, "error": error})]
        return []


def document_of(content: object) -> dict[str, Any]:
    """Return the settings in what a file holds.

    Raises:
        BadSettingsFile: it is no file of settings.
        UnknownSetting, Invalid: a name or a value in it cannot be used.
    """
    document = content.get("settings") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(document, dict):
        raise BadSettingsFile
    return checked_document(document)


def _edition(row: Row[Any], before: Mapping[str, Any]) -> SettingsEdition:
    # A setting a later program no longer knows stays in the document and is not named.
    return SettingsEdition(
        row.number,
        row.since,
        row.by_name,
        row.note,
        changes_between(before, row.document),
        dict(row.document),
    )
