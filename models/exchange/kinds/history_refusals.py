"""What a table of steps is refused for."""

from __future__ import annotations

from models.exchange.refusals import BadCell
from models.kernel.words import N_


class NotAStep(BadCell):
    """The intake, which is part of the case and not of its history."""

    code = "exchange.not_a_step"
    sentence = N_("the intake belongs to the table of cases")


class RestsElsewhere(BadCell):
    """A step that rests on more than its case: another case, a call to the spot, an earlier step."""

    code = "exchange.rests_elsewhere"
    sentence = N_("such a step also concerns another case, a call or an earlier step: no table brings it in")
    next_step = N_("Leave the row out and do the step in the case itself.")


class AfterABrokenStep(BadCell):
    """A step that follows one which could not be used."""

    code = "exchange.after_broken"
    sentence = N_("an earlier step of this case cannot be used")
    next_step = N_("Correct the earlier step first.")


class NeedsBoth(BadCell):
    """A condition without its matter, or the other way round."""

    code = "exchange.needs_both"
    sentence = N_("matter and number of the condition go together")
