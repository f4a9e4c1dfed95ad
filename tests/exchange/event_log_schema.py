"""What the schema of IEEE 1849-2016 asks of an event log, as far as ours uses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

SPACE = "{http://www.xes-standard.org/}"
_VALUES = {
    "string": r"(?s).*",
    "int": r"-?\d+",
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d",
}
_PARTS = {"log", "extension", "global", "classifier", "trace", "event"}


def check_schema(root: ET.Element) -> None:
    """Check extensions, version, and of every attribute its type, its key and its value."""
    assert root.tag == f"{SPACE}log"
    assert re.fullmatch(r"\d+(\.\d+)?", root.get("xes.version", ""))
    extensions = [child for child in root if child.tag == f"{SPACE}extension"]
    assert {each.get("prefix") for each in extensions} == {"concept", "time", "lifecycle", "org"}
    assert all((each.get("uri") or "").endswith(".xesext") and each.get("name") for each in extensions)
    for each in root.iter():
        kind = each.tag.removeprefix(SPACE)
        if kind not in _PARTS:
            assert re.fullmatch(r"[A-Za-z_][\w.:-]*", each.get("key", "")), each.attrib
            assert re.fullmatch(_VALUES[kind], each.get("value", "")), each.attrib
