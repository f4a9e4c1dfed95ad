"""What the stages of a case are called inside sentences: message ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.kinds import Stage
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Word

STAGE_WORDS: dict[Stage, Word] = {
    Stage.ACCEPT: N_("accepting"),
    Stage.FILE: N_("filing"),
    Stage.CHECK: N_("checking before filing"),
    Stage.DISPATCH: N_("dispatching"),
    Stage.CONTACT: N_("speaking to the reporter"),
    Stage.VERIFY: N_("verifying before closing"),
    Stage.CALL_BACK: N_("calling back"),
}
