"""The format as a JSON Schema, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the schema of the present format."""
    from scenarios.format import FORMAT, Scenario

    schema = Scenario.model_json_schema(by_alias=True)
    return {"$schema": ADDRESS, "$id": f"yiwang-scenario-{FORMAT}", **schema}
