"""The texts of documents: written at the speed of C, and the same as Python's own."""

from __future__ import annotations

import json

import pytest

from models.kernel.documents import Plain, canonical, json_text


def test_documents_are_written_as_the_library_writes_them() -> None:
    document = Plain({"乙": ['消防"通道"\n', None, True, 1.5], "a": {"z": 1, "b": {}}, "c": []})
    assert json_text(document) == json.dumps(document)
    assert canonical(document) == json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert [canonical(each) for each in ("火", 3, None)] == ['"火"', "3", "null"]
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"x": float("nan")})
    with pytest.raises(TypeError):
        json_text({"x": object()})
