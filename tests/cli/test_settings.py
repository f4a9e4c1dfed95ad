"""Where settings come from, and which goes before which."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.settings import BadSetting, database_url, language_of, load_settings


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "YIWANG_LANG": "en"}, "en"),
    ],
)
def test_language(tmp_path: Path, variables: dict[str, str], language: str) -> None:
    assert load_settings({"YIWANG_DATA": str(tmp_path), **variables}).language == language


def test_a_saved_language_goes_before_the_locale_and_after_the_variable(tmp_path: Path) -> None:
    load_settings({"YIWANG_DATA": str(tmp_path)}).save(language="en", codec="gb18030")
    settings = load_settings({"YIWANG_DATA": str(tmp_path), "LANG": "zh_CN.UTF-8"})
    assert (settings.language, settings.codec) == ("en", "gb18030")
    named = load_settings({"YIWANG_DATA": str(tmp_path), "YIWANG_LANG": "zh_CN"})
    assert named.language == "zh_CN"


def test_saving_one_choice_keeps_the_others(tmp_path: Path) -> None:
    settings = load_settings({"YIWANG_DATA": str(tmp_path)})
    settings.save(language="en")
    settings.save(ascii_borders=True)
    again = load_settings({"YIWANG_DATA": str(tmp_path)})
    assert (again.language, again.ascii_borders) == ("en", True)


def test_a_spoilt_settings_file_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"\xff{")
    assert load_settings({"YIWANG_DATA": str(tmp_path)}).language == "zh_CN"


def test_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings({"YIWANG_DATA": str(tmp_path)})
    assert settings.database == f"sqlite:///{tmp_path / 'yiwang.db'}"
    assert settings.shown_database == str(tmp_path / "yiwang.db")


def test_the_database_may_be_a_path_or_an_url() -> None:
    assert database_url("postgresql://h/d") == "postgresql://h/d"
    assert database_url("x.db") == f"sqlite:///{Path.cwd() / 'x.db'}"


def test_the_password_is_not_shown(tmp_path: Path) -> None:
    settings = load_settings({"YIWANG_DATA": str(tmp_path)})
    assert settings.with_database("postgresql://u:p@ss@h:1/d").shown_database == "postgresql://u@h:1/d"
    assert settings.with_database("postgresql://h/d").shown_database == "postgresql://h/d"


def test_a_codec_nobody_speaks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting):
        load_settings({"YIWANG_DATA": str(tmp_path), "YIWANG_CODEC": "klingon"})


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh_CN.UTF-8", "ZH_Hans"])
def test_tags_of_chinese(tag: str) -> None:
    assert language_of(tag) == "zh_CN"


def test_ssh_is_noticed(tmp_path: Path) -> None:
    settings = load_settings({"YIWANG_DATA": str(tmp_path), "SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22"})
    assert settings.over_network
    assert settings.remote_address == "192.0.2.7"
