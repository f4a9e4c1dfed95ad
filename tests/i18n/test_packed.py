"""The compiled catalogue, read where it lies, says what the fragments say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.i18n import build
from console.i18n.packed import PackedTexts

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGE = "zh_CN"


def test_every_message_of_the_fragments_is_found() -> None:
    texts = PackedTexts(build.compiled(LANGUAGE))
    for path in build.fragments(LANGUAGE):
        for (context, msgid), message in build.entries(path):
            said = message.string if isinstance(message.string, str) else (message.string or ())[0]
            if isinstance(msgid, tuple):
                assert texts.ngettext(*msgid, 5) == said
            elif context is None:
                assert texts.gettext(msgid) == said
            else:
                assert texts.pgettext(context, msgid) == said


def test_what_is_not_there_stays_as_it_is() -> None:
    texts = PackedTexts(build.compiled(LANGUAGE))
    assert texts.gettext("~ no such message ~") == "~ no such message ~"
    assert texts.pgettext("nowhere", "file") == "file"
    assert [texts.ngettext("%(n)s ox", "%(n)s oxen", number) for number in (1, 2)] == [
        "%(n)s ox",
        "%(n)s oxen",
    ]


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "yiwang.mo"
    for content in (b"", b"PK\3\4" + bytes(40)):
        other.write_bytes(content)
        with pytest.raises(ValueError, match=r"yiwang\.mo"):
            PackedTexts(other)
