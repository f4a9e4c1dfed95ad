"""What the clocks of a case and the rows of the table of limits are called: message ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.kinds import Level, Stage
from models.cases.limits import Limited
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

LIMITED_WORDS: dict[Limited, Word] = {
    **{Limited(stage.value): words for stage, words in STAGE_WORDS.items()},
    Limited.RESERVE: N_("reserve before a superior's deadline"),
}

LEVEL_WORDS: dict[Level, Word] = {
    Level.CITY: N_("city"),
    Level.DISTRICT: N_("district"),
}
