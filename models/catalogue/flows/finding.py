"""How a finding is made, and what steps are called in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.flows.views import Fault, FlowFinding, Grade

if TYPE_CHECKING:
    from models.catalogue.flows.graph import Graph
    from models.catalogue.flows.views import Step
    from models.kernel.words import Word


def error(fault: Fault, sentence: Word, step: str = "", /, **params: Any) -> FlowFinding:
    """Return a finding that keeps a flow from being saved."""
    return FlowFinding(fault, Grade.ERROR, step, sentence, params)


def warning(fault: Fault, sentence: Word, step: str = "", /, **params: Any) -> FlowFinding:
    """Return a finding a person has to weigh."""
    return FlowFinding(fault, Grade.WARNING, step, sentence, params)


def called(step: Step) -> str:
    """Return what a step is called in a sentence."""
    return step.name or step.key


def name_of(graph: Graph, key: str) -> str:
    """Return what the step with this key is called; the key itself where there is none."""
    return called(graph.steps[key]) if key in graph.steps else key
