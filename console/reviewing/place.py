"""Where the drills of the office lie, and what a review of one is read from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.kernel.errors import DomainError
from models.kernel.words import N_
from scenarios.recording.files import ENDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.settings import Settings
    from models.accounts.views import Actor
    from models.api import Services
    from models.improving.views import TaskView
    from scenarios.format.expecting import Grade
    from scenarios.review.sources import Source
    from scenarios.review.views import Review
    from scenarios.sandbox import Sandboxes


class LookBackOutside(DomainError):
    """Somebody within a drill wanted to look back on drills."""

    code = "drill.look_back_outside"
    sentence = N_("You are in a drill; drills are looked back on in the office.")
    next_step = N_("Leave the drill first: its review is in the menu of your own console.")


def outside_drills(services: Services) -> None:
    """Refuse whoever is within a drill.

    Raises:
        LookBackOutside: they are.
    """
    if services.organisation.office().drill:
        raise LookBackOutside


def sandboxes_of(settings: Settings) -> Sandboxes:
    """Return the drills of the office; no database is opened."""
    from console.drilling.place import sandboxes

    return sandboxes(settings)


def is_recording(name: str) -> bool:
    """Say whether a name is meant as a recording, and not as the number of a drill."""
    return name.casefold().endswith(ENDING) or not name.strip().isdecimal()


def grades_of(services: Services) -> Sequence[Grade]:
    """Return the office's own grades."""
    from scenarios.scoring.grades import office_grades

    return office_grades(services.settings.house().document)


def reviewed(services: Services, actor: Actor, sandboxes: Sandboxes, name: str) -> tuple[Source, Review]:
    """Return what a drill's review is made of, and the review.

    Args:
        services: of the office.
        actor: who looks: a trainer, or somebody who took part.
        sandboxes: the drills of the office.
        name: number of a drill, or a recording.

    Raises:
        NotPermitted: the person is neither.
        DomainError: there is no such drill or recording, or it cannot be read.
    """
    from scenarios.review.assessing import require_sight
    from scenarios.review.reviewing import review
    from scenarios.review.sources import groups_of, of_drill, of_recording

    if is_recording(name):
        source, others = of_recording(sandboxes, Path(name)), []
    else:
        source = of_drill(sandboxes, int(name))
        others = groups_of(sandboxes, source)
    outside_drills(services)
    require_sight(actor, list(source.entries))
    return source, review(source, grades_of(services), others)


def open_tasks(services: Services, actor: Actor) -> list[TaskView]:
    """Return the corrective tasks that are open, for the sheet a drill starts with and for reviews."""
    return services.improving.tasks(actor, open_only=True)
