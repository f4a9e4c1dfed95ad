"""What the printed form of a case is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from models.cases.files.views import AttachmentView
    from models.cases.kinds import PersonalField
    from models.cases.views import CaseView


@dataclass(frozen=True, slots=True)
class PrintedCase:
    """A case to be printed, and what is said about it in the reader's language."""

    case: CaseView
    files: Sequence[AttachmentView] = ()
    resting: str = ""
    """The item of a duty list it rests on"""
    receipt: Sequence[str] = ()
    """Why it is due then, line by line"""
    revealed: Mapping[PersonalField, str] = field(default_factory=dict)
    """Personal data that was read in clear; everything else stays masked"""

    @property
    def changed_at(self) -> datetime:
        """When anything on the form changed last: the same form is printed until then."""
        moments = [event.at for event in self.case.timeline] + [file.at for file in self.files]
        return max(moments, default=self.case.reported_at)
