"""Sentences in the language of the process."""

from __future__ import annotations

import threading

import pytest

from console.i18n import N_, _, current_language, ngettext, render, render_error, sentences, set_language
from models.kernel.errors import Invalid, NotFound, StoreBusy
from models.kernel.words import Phrase, Word


def test_the_language_is_chinese_unless_chosen() -> None:
    assert current_language() == "zh_CN"
    assert _("Show the version and leave.") == "显示版本并退出。"
    set_language("en")
    assert _("Show the version and leave.") == "Show the version and leave."


def test_an_unknown_language_is_refused_and_nothing_changes() -> None:
    with pytest.raises(ValueError, match="klingon"):
        set_language("klingon")
    assert current_language() == "zh_CN"


def test_an_empty_text_stays_empty() -> None:
    # gettext would answer with the header of the catalogue.
    assert _("") == ""


def test_a_marked_parameter_is_translated_and_a_name_is_not() -> None:
    marked = render_error(NotFound(N_("Subject"), "12"))[0]
    assert "对象" in marked
    plain = render_error(NotFound("Subject", "12"))[0]
    assert "Subject" in plain


def test_a_phrase_brings_its_own_facts() -> None:
    reason = Phrase(N_("It may be one of: %(choices)s."), choices=["UH", "WD"])
    sentence, next_step = render_error(Invalid("期限", "4XX", reason))
    assert "可用的值：UH、WD。" in sentence
    assert next_step == "请改正后重新保存。"
    assert str(reason) == "It may be one of: ['UH', 'WD']."


def test_a_refusal_within_a_refusal_is_its_sentence() -> None:
    assert render(StoreBusy(15.04)) == "数据库繁忙，已等待 15.0 秒，未保存。"


def test_facts_are_left_alone() -> None:
    for fact in (3, None, "张三", 2.5):
        assert render(fact) is fact


def test_parameters_fill_the_sentence() -> None:
    assert _("The database is up to date: version %(version)s.", version="0001").endswith("0001。")


def test_plural_forms() -> None:
    singular, plural = "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    assert ngettext(singular, plural, 2) == "选项 {name!r} 需要 {nargs} 个值。"
    set_language("en")
    assert ngettext(singular, plural, 1) == singular


def test_a_marked_word_is_an_ordinary_text() -> None:
    word = N_("Subject")
    assert isinstance(word, Word)
    assert word == "Subject"
    assert {str(word), "Subject"} == {word}


def test_threads_share_the_language() -> None:
    heard: list[str] = []
    set_language("en")
    threads = [threading.Thread(target=lambda: heard.append(_("Nothing to show."))) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == ["Nothing to show."] * 8


def test_sentences_follow_one_another_as_their_language_writes_them() -> None:
    assert sentences("密码不正确。", "", "请重新输入。") == "密码不正确。请重新输入。"
    assert sentences("Not saved.", "Try again.") == "Not saved. Try again."


def test_an_entry_that_will_not_do_is_told_in_a_whole_sentence() -> None:
    shown, _next = render_error(Invalid(N_("the title"), "abc", N_("it must not be empty")))
    assert shown == "标题不能是“abc”：不能为空。"
    shown, _next = render_error(Invalid(N_("the title"), "", N_("it must not be empty")))
    assert shown == "标题不能用：不能为空。"
    assert render_error(NotFound(N_("case"), " "))[0] == "没有写明要找哪个事件。"
