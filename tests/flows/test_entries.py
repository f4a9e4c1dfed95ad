"""Entries of a step as lines of text, in either language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.flows.entries import entries_text, entries_words, read_entries
from console.i18n import set_language
from models.catalogue.flows.templates import NAMES, templates
from models.catalogue.flows.views import EntryKind, StepEntry


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("处置情况", StepEntry("处置情况")),
        ("处置情况*", StepEntry("处置情况", required=True)),
        ("现场照片* 照片", StepEntry("现场照片", EntryKind.PHOTO, required=True)),
        ("现场照片＊照片", StepEntry("现场照片", EntryKind.PHOTO, required=True)),
        ("日期 date", StepEntry("日期", EntryKind.DATE)),
        (
            "核查结果* 选择： 已解决／未解决",
            StepEntry("核查结果", EntryKind.CHOICE, required=True, choices=("已解决", "未解决")),
        ),
        ("结果: 好/坏", StepEntry("结果", EntryKind.CHOICE, choices=("好", "坏"))),
        ("联系上 是否", StepEntry("联系上", EntryKind.YES_NO)),
        ("办理 单位", StepEntry("办理", EntryKind.UNIT)),
        ("是否 到场", StepEntry("是否 到场")),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, entry: StepEntry) -> None:
    assert read_entries(f"\n {line} \n") == (entry,)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_again(name: str, language: str) -> None:
    set_language(language)
    for step in templates()[name].steps:
        assert read_entries(entries_text(step.entries)) == step.entries


@given(st.text(max_size=60))
def test_any_text_stands_for_something_and_never_fails(text: str) -> None:
    for entry in read_entries(text):
        assert not entry.choices or all(entry.choices)


def test_a_comparison_says_entries_in_words() -> None:
    choice = '{"kind":"choice","name":"结果","required":true,"choices":["好","坏"]}'
    written = f'[{choice},{{"kind":"line","name":"说明"}}]'
    assert entries_words(written) == "结果* 选择: 好/坏、说明"
