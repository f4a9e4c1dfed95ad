"""What requirements are called on paper: relations, gaps, volumes, units, posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.catalogue.flows.views import RelativeUnit, StepEntry
from models.catalogue.requirements.views import GapKind, Relation, VolumeBasis
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.catalogue.requirements.views import InterfaceRequirement, Requirement, StepRequirement, Volume
    from models.exchange.books.tongue import Tongue

TITLE = N_("%(township)s: business requirements of the platform")
GAPS = {
    GapKind.NO_CLASS: N_("no class"),
    GapKind.NO_DUTY_LIST: N_("on no duty list"),
    GapKind.NO_DEPARTMENT: N_("no department and no lead unit"),
    GapKind.NO_BASIS: N_("no legal basis"),
    GapKind.NO_SOURCE: N_("no source item"),
    GapKind.NO_CONDITION: N_("no filing condition, and so no limit"),
    GapKind.NO_CLOSING: N_("no closing condition"),
    GapKind.NO_EVIDENCE: N_("no evidence"),
    GapKind.NO_FLOW: N_("no flow"),
    GapKind.FLOW_RETIRED: N_("its flow is no longer in use"),
    GapKind.STEP_WITHOUT_POST: N_("step without a post"),
    GapKind.STEP_WITHOUT_LIMIT: N_("step without a limit"),
    GapKind.NO_FORM: N_("no step says what is entered"),
}
"""What is missing, in the order in which papers list it."""
RELATIONS = {
    Relation.LEADS: N_("leads"),
    Relation.ASSISTS: N_("assists"),
    Relation.CALLED: N_("is called in"),
    Relation.HANDLES: N_("has a step"),
}
BASES = {
    VolumeBasis.COUNTED: N_("by the cases closed"),
    VolumeBasis.NONE: N_("no case was closed in all that time"),
    VolumeBasis.UNKNOWN: N_("no case was closed, and the matter or the register is younger than that"),
}
VOLUME_RULE = N_(
    "Expected volumes are the cases closed from %(first)s to %(last)s, filed under the matter or under one "
    "that was merged into it. Where none was closed, none is expected if the matter was in force and cases "
    "were kept for all of that time; otherwise the volume is unknown."
)
NUMBER_RULE = N_(
    "A requirement keeps the number of its matter over all editions, whatever its code and name become. "
    "Behind the point stand its parts: C for filing conditions, the key of a step, I for interfaces. "
    "S numbers are source items."
)


def volume_text(volume: Volume, tongue: Tongue) -> str:
    """Return the expected volume in words."""
    if volume.count is None:
        return tongue.say(N_("unknown"))
    return tongue.say(N_("%(count)s a year"), count=volume.count)


def post_text(post: str, tongue: Tongue) -> str:
    """Return what a post is called; nothing where a step has none."""
    return tongue.label(Role(post)) if post else ""


def unit_text(step: StepRequirement, tongue: Tongue) -> str:
    """Return whose step it is."""
    if step.unit_name or not step.unit:
        return step.unit_name
    return tongue.label(RelativeUnit(step.unit))


def entry_text(entry: StepEntry, tongue: Tongue) -> str:
    """Return a field of a form: its name, kind, choices, and whether it has to be filled in."""
    facts = [tongue.label(entry.kind), *(("/".join(entry.choices),) if entry.choices else ())]
    if entry.required:
        facts.append(tongue.say(N_("required")))
    return f"{entry.name} ({', '.join(facts)})"


def limit_text(limit: str, tongue: Tongue) -> str:
    """Return a limit in words; nothing where there is none."""
    return tongue.limit(limit) if limit else ""


def flow_text(each: Requirement, tongue: Tongue) -> str:
    """Return the flow of a matter, with its version."""
    if each.flow is None:
        return ""
    version = tongue.say(N_("version %(number)s"), number=each.flow.number)
    return f"{each.flow.code} {each.flow.name} ({version})"


def lead_text(each: Requirement) -> str:
    """Return who answers for a matter: its department, or its lead unit."""
    return each.department or each.lead_unit_name or each.lead_unit


def interface_text(part: InterfaceRequirement, tongue: Tongue) -> str:
    """Return a department and what it has to do with a matter."""
    relations = ", ".join(tongue.say(RELATIONS[each]) for each in part.relations)
    return f"{part.number} {part.department} ({relations})"


def missing_text(each: Requirement, tongue: Tongue) -> str:
    """Return what is missing of a matter, in one line."""
    return "; ".join(f"{tongue.say(GAPS[gap.kind])} {gap.where}".rstrip() for gap in each.gaps)
