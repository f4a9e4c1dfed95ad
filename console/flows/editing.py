"""A flow being edited: its draft, what the checker says of it, and the way back and forth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.flows.checker import check
from models.catalogue.flows.rules import cleaned

if TYPE_CHECKING:
    from models.catalogue.flows.views import FlowDraft, FlowFinding, Grade, Grounds, Step

MOST_STEPS_BACK = 200
"""Changes that can be undone: far more than anybody remembers."""


class Editing:
    """The draft on the screen.

    Args:
        draft: how it begins.
        grounds: what it is checked against.
    """

    def __init__(self, draft: FlowDraft, grounds: Grounds) -> None:
        self.draft = draft
        self._grounds = grounds
        self._done: list[FlowDraft] = []
        self._undone: list[FlowDraft] = []
        self._joined = False
        self._open = False
        """Whether what is joined has its entry to undo already."""
        self._findings: tuple[FlowFinding, ...] | None = None

    @property
    def grounds(self) -> Grounds:
        """What the draft is checked against."""
        return self._grounds

    @grounds.setter
    def grounds(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._findings = None

    # Changes

    def change(self, draft: FlowDraft) -> bool:
        """Take over a changed draft; say whether it differs.

        What happens between :meth:`begin` and :meth:`end` is one change to undo.
        """
        if draft == self.draft:
            return False
        if not self._joined or not self._open:
            self._done = [*self._done[-MOST_STEPS_BACK + 1 :], self.draft]
            self._open = True
        self._undone.clear()
        self._show(draft)
        return True

    def begin(self) -> None:
        """Let the changes that follow be undone together."""
        self._joined, self._open = True, False

    def end(self) -> None:
        """Let every change be undone by itself again."""
        self._joined = self._open = False

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last change back."""
        if self._done:
            self._undone.append(self.draft)
            self._show(self._done.pop())

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            self._done.append(self.draft)
            self._show(self._undone.pop())

    def _show(self, draft: FlowDraft) -> None:
        self.draft = draft
        self._findings = None

    # What is there

    def step(self, key: str) -> Step | None:
        """Return the step of this key."""
        return next((step for step in self.draft.steps if step.key == key), None)

    @property
    def findings(self) -> tuple[FlowFinding, ...]:
        """What the checker says of the draft as it would be saved."""
        if self._findings is None:
            grounds = self._grounds
            self._findings = check(
                cleaned(self.draft),
                grounds.limits,
                grounds.posts,
                grounds.units,
                day_minutes=grounds.day_minutes,
            )
        return self._findings

    @property
    def marks(self) -> dict[str, Grade]:
        """The gravest finding of each step."""
        marks: dict[str, Grade] = {}
        # Errors come first.
        for finding in self.findings:
            marks.setdefault(finding.step, finding.grade)
        return marks

    def count(self, grade: Grade) -> int:
        """Return how many findings are of this grade."""
        return sum(finding.grade is grade for finding in self.findings)
