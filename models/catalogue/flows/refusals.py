"""What the room of flows refuses, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.catalogue.flows.views import FlowFinding

_TOLD = 5
"""Faults told in one sentence; the rest is counted."""


class FlowFaulty(DomainError):
    """A flow with errors; ``findings`` has them all."""

    code = "flows.faulty"
    sentence = N_("The flow %(flow)s cannot be saved. %(faults)s")
    next_step = N_("Correct what is named; “yiwang catalogue flow check” shows everything at once.")

    def __init__(self, flow: str, findings: Sequence[FlowFinding]) -> None:
        self.findings = tuple(findings)
        faults = [Phrase(each.sentence, **each.params) for each in findings[:_TOLD]]
        super().__init__(flow=flow, faults=faults)


class FlowFileRefused(DomainError):
    """A text that is no flow: each fault names the step and the field."""

    kind = ErrorKind.INPUT
    code = "flows.file_refused"
    sentence = N_("This is not a flow as yiwang writes it: %(faults)s")
    next_step = N_("Export a flow to see the format, correct the file and try again.")

    def __init__(self, faults: Sequence[Phrase]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults=list(faults[:_TOLD]))


class FlowCodeTaken(DomainError):
    """A new flow under a code that exists."""

    code = "flows.code_taken"
    sentence = N_("There is already a flow with the code %(flow)s.")
    next_step = N_("Change that flow instead, or choose another code.")

    def __init__(self, flow: str) -> None:
        super().__init__(flow=flow)


class FlowInUse(DomainError):
    """A flow that matters in force are handled by cannot be retired."""

    code = "flows.in_use"
    sentence = N_("%(matters)s matters are handled by the flow %(flow)s; it cannot be retired.")
    next_step = N_("Give these matters another flow first.")

    def __init__(self, flow: str, matters: int) -> None:
        super().__init__(flow=flow, matters=matters)


class FlowRetired(DomainError):
    """A retired flow is not changed."""

    code = "flows.retired"
    sentence = N_("The flow %(flow)s is retired.")
    next_step = N_("Take it back into use first, or copy it.")

    def __init__(self, flow: str) -> None:
        super().__init__(flow=flow)


class NoTemplate(DomainError):
    """No template of this name."""

    kind = ErrorKind.MISSING
    code = "flows.no_template"
    sentence = N_("There is no template %(name)s. There are: %(names)s")
    next_step = N_("Choose one of these.")

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(name=name, names=list(names))
