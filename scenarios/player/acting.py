"""Actors: what they set out to do about what reaches them, and doing it step by step."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action, Channel
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError
from scenarios.chance import chosen, draw, stream
from scenarios.format.words import Cue, Deed
from scenarios.timeline import NewCase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.drills.views import CaseStep, EntryView
    from scenarios.format.actors import Actor, Reaction, Step
    from scenarios.player.agenda import ActorStep
    from scenarios.player.cases import Known
    from scenarios.player.player import Player
    from scenarios.player.state import Plan

_GIVEN = frozenset({Action.DISPATCH, Action.TRANSFER, Action.REWORK, Action.REDO})
_URGED = frozenset({Action.URGE, Action.SUPERVISE})
_UNIT_DEEDS = {
    Deed.TAKE: Action.TAKE,
    Deed.FEEDBACK: Action.FEEDBACK,
    Deed.RETURN: Action.RETURN,
    Deed.ASK_EXTENSION: Action.ASK_EXTENSION,
    Deed.ANSWER: Action.ANSWER,
    Deed.ASSIST_TAKE: Action.ASSIST_TAKE,
    Deed.ASSIST_ANSWER: Action.ASSIST_ANSWER,
    Deed.ASSIST_DECLINE: Action.ASSIST_DECLINE,
}
_REASONS = frozenset({Deed.RETURN, Deed.ASK_EXTENSION, Deed.ASSIST_DECLINE})
_SAYING = frozenset({Deed.SAY, Deed.CALL, Deed.ASK_REPORT, Deed.RATE})
_USUAL = "已到现场处置。"


class Acting:
    """Plays the actors of a scenario for a player."""

    def __init__(self, player: Player) -> None:
        self._player = player
        scenario = player.timeline.scenario
        self._actors = {each.id: each for each in scenario.actors}
        self._of_unit: defaultdict[str, list[Actor]] = defaultdict(list)
        for actor in scenario.actors:
            if actor.unit is not None:
                self._of_unit[actor.unit].append(actor)

    def works(self, unit: str) -> bool:
        """Say whether an actor handles the cases of a unit."""
        return unit in self._of_unit

    def reporter_of(self, known: Known) -> str:
        """Return the actor who reported a case; "" for none."""
        planned = self._player.timeline.injects.get(known.name)
        sender = None if planned is None else planned.inject.from_
        return sender if sender in self._actors else ""

    # ------------------------------------------------------------ cues

    def started(self) -> None:
        """Tell every actor that the drill begins."""
        for actor in self._actors.values():
            self._cue(actor, Cue.STARTED, "start")

    def noticed(self, step: CaseStep, known: Known) -> None:
        """Tell actors whom a step on a case concerns."""
        key = f"step/{step.id}"
        by = self._player.state.desk_of(step.login)
        if step.action in _GIVEN:
            self._tell_unit(known.unit, Cue.GIVEN, key, known, by)
        elif step.action in _URGED:
            self._tell_unit(known.unit, Cue.URGED, key, known, by)
        elif step.action is Action.ASSIST:
            self._tell_unit(step.unit, Cue.ASKED_TO_ASSIST, key, known, by)
        cue = {
            Action.CONTACT: Cue.CONTACTED,
            Action.CLOSE: Cue.CLOSED,
            Action.REFUSE: Cue.REFUSED,
            Action.VOID: Cue.REFUSED,
        }.get(step.action)
        reporter = self._actors.get(self.reporter_of(known))
        if cue is not None and reporter is not None:
            self._cue(reporter, cue, key, known, step.text, by)

    def late(self, known: Known) -> None:
        """Tell whoever reported a case, and whoever has it, that it ran over its deadline."""
        key = f"late/{known.id}/{known.due}"
        self._tell_unit(known.unit, Cue.LATE, key, known, "")
        reporter = self._actors.get(self.reporter_of(known))
        if reporter is not None and reporter.unit != known.unit:
            self._cue(reporter, Cue.LATE, key, known)

    def spoken_to(self, entry: EntryView) -> None:
        """Tell actors that somebody called them or wrote to them."""
        body, by = entry.body, self._player.state.desk_of(entry.login)
        means, about = str(body.get("means")), str(body.get("about") or "")
        self.told(body["to"], body["text"], means, about, by, f"said/{entry.seq}")

    def told(self, to: Sequence[str], text: str, means: str, about: str, by: str, key: str) -> None:
        """Let the actors among the receivers react; ``key`` tells what was said from everything else."""
        cue = Cue.CALLED if means == "phone" else Cue.TOLD
        known = self._player.state.cases.named(about)
        for receiver in to:
            actor = self._actors.get(receiver)
            if actor is not None:
                self._cue(actor, cue, key, known, text, by)

    def _tell_unit(self, unit: str, cue: Cue, key: str, known: Known, by: str) -> None:
        for actor in self._of_unit.get(unit, ()):
            self._cue(actor, cue, key, known, "", by)

    def _cue(
        self, actor: Actor, cue: Cue, key: str, known: Known | None = None, text: str = "", by: str = ""
    ) -> None:
        """Let an actor take the first reaction that fits, and plan its steps."""
        state = self._player.state
        if (actor.id, key) in state.reacted:
            return
        for number, reaction in enumerate(actor.reacts):
            if self._fits(actor, number, reaction, cue, known, text):
                break
        else:
            return
        case_id = None if known is None else known.id
        turn = state.cues.get((actor.id, number, case_id), 0)
        name = "" if known is None else known.name or known.number
        dice = stream(state.seed, actor.id, number, name, turn)
        choice = chosen(range(len(reaction.choices)), [each.weight for each in reaction.choices], dice)
        moments: list[int] = []
        at = state.now
        for step in reaction.choices[choice].steps:
            if step.late and known is not None and known.due is not None:
                at = max(at, known.due)
            at += draw(step.after, dice)
            moments.append(at)
        body = {"act": "plan", "actor": actor.id, "cue": key, "reaction": number, "choice": choice}
        self._player.write(
            EntryKind.ACTOR, {**body, "case": case_id, "to": [by] if by else [], "at": moments}
        )

    def _fits(
        self, actor: Actor, number: int, reaction: Reaction, cue: Cue, known: Known | None, text: str
    ) -> bool:
        if reaction.on is not cue:
            return False
        if reaction.cases and (known is None or known.name not in reaction.cases):
            return False
        if reaction.matters and (known is None or known.matter not in reaction.matters):
            return False
        if reaction.says and not any(word in text for word in reaction.says):
            return False
        return reaction.only_if is None or self._player.looking.holds(
            reaction.only_if, f"actor/{actor.id}/{number}"
        )

    # ------------------------------------------------------------ deeds

    def step(self, due: ActorStep) -> None:
        """Do the next step of a plan; what is no longer possible is dropped with the rest of it."""
        plan = self._player.state.plans[due.plan]
        if plan.done != due.step:
            return
        actor = self._actors[plan.actor]
        step = actor.reacts[plan.reaction].choices[plan.choice].steps[due.step]
        body: dict[str, Any] = {"act": "step", "plan": due.plan, "step": due.step, "actor": actor.id}
        body |= {"deed": step.do, "case": plan.case_id}
        try:
            body |= self._deed(actor, step, plan)
        except DomainError as error:
            body |= {"dropped": True, "why": error.code}
        self._player.write(EntryKind.ACTOR, body)
        if step.do in _SAYING and not body.get("dropped"):
            self._say(actor, step, plan)
        self._player.did()

    def _deed(self, actor: Actor, step: Step, plan: Plan) -> dict[str, Any]:
        player = self._player
        known = None if plan.case_id is None else player.state.cases.get(plan.case_id)
        action = _UNIT_DEEDS.get(step.do)
        if action is not None:
            login = player.office.handler(actor.unit or "")
            if known is None or not login:
                return {"dropped": True}
            text = step.text or _USUAL
            reason, note = (text, "") if step.do in _REASONS else ("", text)
            if action in {Action.TAKE, Action.ASSIST_TAKE}:
                reason = note = ""
            entries = ActionEntries(reason=reason, note=note)
            if known.last[:2] != (login, action) or known.last[2] < plan.at[plan.done]:
                # Else it was done just before a power cut, and not yet written down.
                player.office.do(login, known.id, action, entries, known.version)
            return {}
        if step.do is Deed.COMPLAIN:
            return self._complain(actor, step, known)
        if step.do is Deed.RATE and step.rating is not None:
            return {"rating": step.rating, "text": step.text}
        return {}

    def _complain(self, actor: Actor, step: Step, known: Known | None) -> dict[str, Any]:
        if known is None:
            return {"dropped": True}
        new = NewCase(
            Channel.HOTLINE, known.title, step.text, known.grid, "", known.matter, 0, actor.name,
            actor.phone or "", known.name,
        )  # fmt: skip
        return {"complaint": self._player.office.take_in(new)}

    def _say(self, actor: Actor, step: Step, plan: Plan) -> None:
        receivers = step.to or plan.to
        if not receivers:
            return
        known = None if plan.case_id is None else self._player.state.cases.get(plan.case_id)
        body: dict[str, Any] = {"from": actor.id, "to": list(receivers), "text": step.text}
        body |= {"about": known.name if known is not None else "", "means": step.means}
        if step.do is Deed.CALL:
            body["means"] = "phone"
        if step.do is Deed.RATE:
            body |= {"rating": step.rating, "case": plan.case_id}
        if step.do is Deed.ASK_REPORT:
            body["asks"] = step.kind
        self._player.write(EntryKind.SAID, body)
