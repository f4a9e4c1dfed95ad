"""What a scenario needs around the timeline of a table: a beginning, to be filled in by the trainer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.kernel.text import clean_line, fold
from scenarios.format.base import span_text
from scenarios.format.moments import parsed
from scenarios.format.words import ActorKind
from scenarios.msel.cells import id_of, role_of
from scenarios.writing import document_of

if TYPE_CHECKING:
    from datetime import datetime

    from scenarios.format.scenario import Scenario

_KINDS: dict[str, ActorKind] = {
    "导调": ActorKind.CONTROL,
    "控制": ActorKind.CONTROL,
    "control": ActorKind.CONTROL,
    "群众": ActorKind.RESIDENT,
    "居民": ActorKind.RESIDENT,
    "市民": ActorKind.RESIDENT,
    "resident": ActorKind.RESIDENT,
    "记者": ActorKind.MEDIA,
    "媒体": ActorKind.MEDIA,
    "网格": ActorKind.GRID_WORKER,
    "村": ActorKind.GRID_WORKER,
    "领导": ActorKind.LEADER,
    "书记": ActorKind.LEADER,
    "镇长": ActorKind.LEADER,
    "县长": ActorKind.LEADER,
}
"""Words in a sender's name; whoever has none of them speaks for a department."""
_HOUR = 3600
_AFTER = 600
"""How long a drill goes on after its last inject, at least"""


@dataclass(slots=True)
class People:
    """Roles and actors as they turn up."""

    roles: dict[str, dict[str, Any]] = field(default_factory=dict)
    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """By the folded name"""

    def role(self, name: str) -> str:
        """Return the id of a receiver, taken in as a role if it is new."""
        known = self.ids.get(fold(name))
        if known is not None and known in self.roles:
            return known
        found = id_of(name, {*self.roles, *self.actors})
        self.ids[fold(name)] = found
        self.roles[found] = {"id": found, "title": clean_line(name), "role": role_of(name).value}
        return found

    def actor(self, name: str) -> str:
        """Return the id of a sender, taken in as an actor if it is new."""
        known = self.ids.get(f"<{fold(name)}")
        if known is not None:
            return known
        found = id_of(name, {*self.roles, *self.actors})
        self.ids[f"<{fold(name)}"] = found
        folded = fold(name)
        kind = next((kind for word, kind in _KINDS.items() if word in folded), ActorKind.DEPARTMENT)
        self.actors[found] = {"id": found, "kind": kind.value, "name": clean_line(name)}
        return found


def whole(
    title: str, start: datetime, timeline: list[dict[str, Any]], people: People, objectives: dict[str, str]
) -> dict[str, Any]:
    """Return a whole scenario around a timeline, to be filled in by the trainer."""
    latest = _HOUR
    for inject in timeline:
        when = inject["when"]
        if isinstance(when, str) and when != "called":
            latest = max(latest, parsed(when).offset(start) + _AFTER)
    names = objectives or {"": "处置"}
    return {
        "format": 1,
        "id": id_of(title),
        "title": {"zh": clean_line(title), "en": clean_line(title)},
        "summary": clean_line(title),
        "kind": {"content": "full", "form": "tabletop", "purpose": "test"},
        "duration": span_text(-(-latest // 60) * 60),
        "objectives": [{"id": each, "text": each} for each in dict.fromkeys(names.values())],
        "outline": clean_line(title),
        "world": {"township": "demo", "start": f"{start:%Y-%m-%d %H:%M}"},
        "roles": list(people.roles.values()) or [{"id": "值班长", "title": "值班长", "role": "duty_chief"}],
        **({"actors": list(people.actors.values())} if people.actors else {}),
        "timeline": timeline,
    }


def grown(
    into: Scenario, timeline: list[dict[str, Any]], people: People, objectives: dict[str, str]
) -> dict[str, Any]:
    """Return a scenario with another timeline, and whoever is new in it."""
    document = document_of(into)
    document["timeline"] = timeline
    known = {each.id for each in into.roles} | {each.id for each in into.actors}
    document["roles"] = [
        *document["roles"],
        *(each for key, each in people.roles.items() if key not in known),
    ]
    actors = [*document.get("actors", []), *(each for key, each in people.actors.items() if key not in known)]
    if actors:
        document["actors"] = actors
    had = {each.id for each in into.objectives}
    fresh = [each for each in dict.fromkeys(objectives.values()) if each not in had]
    document["objectives"] = [*document["objectives"], *({"id": each, "text": each} for each in fresh)]
    return document
