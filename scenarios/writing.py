"""Scenarios as YAML, the way people write it: short forms, Chinese in the clear, texts in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.format.scenario import Scenario

_WIDTH = 110


def document_of(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain values, without what is as it would be anyway."""
    document: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document["world"]["start"] = f"{scenario.world.start:%Y-%m-%d %H:%M}"
    for inject in document["timeline"]:
        inject["when"] = short_when(inject["when"])
    return document


def short_when(when: dict[str, Any]) -> Any:
    """Return when an inject comes in its short form."""
    if set(when) == {"at"}:
        return when["at"]
    return "called" if set(when) == {"called"} else when


def to_yaml(document: dict[str, Any]) -> str:
    """Return a document as YAML; reading it gives the same document."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes texts of several lines as blocks, and everything out where it stands."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return yaml.dump(document, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
