"""What a trainer does to a drill while it runs: hold, release, skip, change and add injects, speak, note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError, ErrorKind, NotFound
from models.kernel.words import N_, Phrase
from scenarios.format.injects import Inject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scenarios.player.player import Player
    from scenarios.problems import Problem
    from scenarios.worlds import Township

_INJECT = N_("inject")
_SPEAKER = N_("role or actor")
_LINE_OF = re.compile(r"timeline\[\d+\]\.?")


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

    def __init__(self, fault: object, where: str = "") -> None:
        super().__init__(fault=fault)
        self.where = where
        """The place within the inject, as ``do.grid[1]``; "" for it as a whole"""


class Steering:
    """Acts of a trainer upon a player's drill; each is written down and holds from this second.

    Args:
        player: who plays.
        login: who steers, for the recording.
        township: gives what codes of a changed inject are compared with; without it they are not.
    """

    def __init__(
        self, player: Player, login: str, township: Callable[[], Township | None] = lambda: None
    ) -> None:
        self._player = player
        self._login = login
        self._township = township

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
            InjectFaulty: it is none, or it cannot come: it names what there is not, goes to a desk nobody
                plays, or hangs in a circle.
            NotFound, InjectGone: as :meth:`hold`.
        """
        inject = self._fitting(document)
        self._coming(inject.id)
        self._put_in("edit", inject, document)
        return inject

    def add(self, document: Mapping[str, Any]) -> Inject:
        """Add an inject of one's own, which comes at its moment.

        Raises:
            InjectFaulty: it is none, its id is taken, or it cannot come.
        """
        inject = self._fitting(document)
        if inject.id in self._player.timeline.injects:
            raise InjectFaulty(Phrase(N_("the id is taken")))
        self._put_in("add", inject, document)
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

    def _fitting(self, document: Mapping[str, Any]) -> Inject:
        """Return an inject that fits into the scenario as it stands now."""
        from scenarios.checking import check

        inject = _validated(document)
        injects = {name: each.inject for name, each in self._player.timeline.injects.items()}
        before = self._player.timeline.scenario.model_copy(update={"timeline": tuple(injects.values())})
        after = before.model_copy(update={"timeline": tuple({**injects, inject.id: inject}.values())})
        known = {_same(each) for each in check(before, township=self._township())}
        wrong = [each for each in check(after, township=self._township()) if not each.warning]
        new = [each for each in wrong if _same(each) not in known]
        if new:
            raise _refusal(new)
        return inject

    def _put_in(self, act: str, inject: Inject, document: Mapping[str, Any]) -> None:
        self._act(act, inject.id, document=dict(document))
        self._player.looking.revised(inject.id)

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

    from scenarios.faults import Places, problems_of

    try:
        return Inject.model_validate(document)
    except ValidationError as error:
        raise _refusal(problems_of(error.errors(include_url=False), Places(), Inject)) from error


def _refusal(problems: Sequence[Problem]) -> InjectFaulty:
    """Return a refusal for the first of what is wrong, with its hint; one thing at a time is mended."""
    first = problems[0]
    within = _LINE_OF.sub("", first.where)
    return InjectFaulty([first.sentence] if first.hint is None else [first.sentence, first.hint], within)


def _same(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.where, str(problem.sentence)
