"""What a trainer does to a drill while it runs: hold, release, skip, change and add injects, speak, note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError, ErrorKind, NotFound
from models.kernel.words import N_
from scenarios.format.injects import Inject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import ValidationError

    from scenarios.player.player import Player

_INJECT = N_("inject")
_SPEAKER = N_("role or actor")


class InjectGone(DomainError):
    """The inject was sent, or skipped, before."""

    code = "drill.inject_gone"
    sentence = N_("“%(inject)s” was sent or skipped already.")
    next_step = N_("Add an inject of your own if it has to come again.")

    def __init__(self, inject: str) -> None:
        super().__init__(inject=inject)


class InjectFaulty(DomainError):
    """What was to become an inject is none."""

    kind = ErrorKind.INPUT
    code = "drill.inject_faulty"
    sentence = N_("This cannot be an inject: %(fault)s")
    next_step = N_("Change it and try again; what was typed stays.")

    def __init__(self, fault: str) -> None:
        super().__init__(fault=fault)


class Steering:
    """Acts of a trainer upon a player's drill; each is written down and holds from this second.

    Args:
        player: who plays.
        login: who steers, for the recording.
    """

    def __init__(self, player: Player, login: str) -> None:
        self._player = player
        self._login = login

    def hold(self, inject: str) -> None:
        """Keep an inject back when it is due; what follows it waits.

        Raises:
            NotFound: there is none of this id.
            InjectGone: it was sent or skipped.
        """
        self._act("hold", self._coming(inject))

    def let_go(self, inject: str) -> None:
        """Keep an inject back no longer; what was due meanwhile goes out now.

        Raises:
            NotFound: there is none of this id.
        """
        self._act("let_go", self._known(inject))

    def release(self, inject: str) -> None:
        """Send an inject now; what follows it counts from now.

        Raises:
            NotFound: there is none of this id.
        """
        known = self._known(inject)
        if known in self._player.state.held:
            self._act("let_go", known)
        self._act("release", known)

    def skip(self, inject: str) -> None:
        """Leave an inject out for good, and whatever would follow it.

        Raises:
            NotFound, InjectGone: as :meth:`hold`.
        """
        self._act("skip", self._coming(inject))

    def edit(self, document: Mapping[str, Any]) -> Inject:
        """Change an inject that has not been sent.

        Args:
            document: the whole inject, as in a scenario's file.

        Raises:
            InjectFaulty: it is none.
            NotFound, InjectGone: as :meth:`hold`.
        """
        inject = _validated(document)
        self._coming(inject.id)
        self._act("edit", inject.id, document=dict(document))
        return inject

    def add(self, document: Mapping[str, Any]) -> Inject:
        """Add an inject of one's own, which comes at its moment.

        Raises:
            InjectFaulty: it is none, or its id is taken.
        """
        inject = _validated(document)
        if inject.id in self._player.timeline.injects:
            raise InjectFaulty(N_("the id is taken"))
        self._act("add", inject.id, document=dict(document))
        return inject

    def speak(
        self, speaker: str, to: Sequence[str], text: str, means: str = "phone", about: str = ""
    ) -> None:
        """Say something as an actor; what the actor would have done by itself still happens.

        Raises:
            NotFound: nobody of the scenario is called so.
        """
        scenario = self._player.timeline.scenario
        known = {each.id for each in scenario.actors} | {each.id for each in scenario.roles}
        for name in (speaker, *to):
            if name not in known:
                raise NotFound(_SPEAKER, name)
        body = {"from": speaker, "to": list(to), "text": text, "means": means, "about": about}
        self._player.write(EntryKind.SAID, body, self._login)

    def note(self, text: str, about: str = "") -> None:
        """Write an observation down, on an inject or an expectation where ``about`` names one."""
        self._player.write(EntryKind.NOTE, {"text": text, "about": about}, self._login)

    def _act(self, act: str, inject: str, **more: Any) -> None:
        self._player.write(EntryKind.CONTROL, {"act": act, "inject": inject, **more}, self._login)

    def _known(self, inject: str) -> str:
        if inject not in self._player.timeline.injects:
            raise NotFound(_INJECT, inject)
        return inject

    def _coming(self, inject: str) -> str:
        known = self._known(inject)
        repeats = self._player.timeline.injects[known].inject.repeat is not None
        gone = known in self._player.state.dropped or (known in self._player.state.done and not repeats)
        if gone:
            raise InjectGone(inject)
        return known


def _validated(document: Mapping[str, Any]) -> Inject:
    from pydantic import ValidationError

    try:
        return Inject.model_validate(document)
    except ValidationError as error:
        raise InjectFaulty(_in_words(error)) from error


def _in_words(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}"
