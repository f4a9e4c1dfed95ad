"""What a login, a password and an area may be."""

from __future__ import annotations

import pytest

from models.accounts.rules import clean_login, clean_password, is_area, is_login, password_fault


@pytest.mark.parametrize("text", ["limin", "li.min", "a1", "9-x_y", "a" * 32])
def test_logins(text: str) -> None:
    assert is_login(text)


@pytest.mark.parametrize("text", ["", "a", "a" * 33, "李敏", "li min", "-x1", "Limin", "a/b", "a:b", "a\x1b"])
def test_no_logins(text: str) -> None:
    assert not is_login(text)


def test_a_login_typed_with_an_input_method_on() -> None:
    assert clean_login(" ＬｉＭｉｎ０１ ") == "limin01"


@pytest.mark.parametrize("area", ["", "99", "9901", "990101", "990101103", "990101103201"])
def test_areas(area: str) -> None:
    assert is_area(area)


@pytest.mark.parametrize(
    "area", ["9", "99010", "9901011", "99010110320", "9901011032011", "99010１", "county"]
)
def test_no_areas(area: str) -> None:
    assert not is_area(area)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "it is blank"),
        ("         ", "it is blank"),
        ("Ab1!xyz", "it has fewer than 8 characters"),
        ("Ab1!" * 33, "it has more than 128 characters"),
        ("abcdefgh", "it needs 3 of these: capitals, small letters, digits, other signs"),
        ("abcdefg1", "it needs 3 of these: capitals, small letters, digits, other signs"),
        ("ABCDEFG1", "it needs 3 of these: capitals, small letters, digits, other signs"),
        ("Li.min99", "it is the login"),
        ("Abc123\x07\x1b", "it holds a character that cannot be typed again"),
    ],
)
def test_passwords_that_will_not_do(password: str, reason: str) -> None:
    assert str(password_fault("li.min99", password)) == reason


@pytest.mark.parametrize("password", ["Abcdefg1", "abcdef1!", "ABCDEF1!", "大岭镇一网Ab1", "Abcdefg "])
def test_passwords_that_will_do(password: str) -> None:
    assert password_fault("limin", password) is None


def test_a_password_typed_full_width_is_the_same_password() -> None:
    assert clean_password("Ｄａｌｉｎｇ－２０２６") == "Daling-2026"
