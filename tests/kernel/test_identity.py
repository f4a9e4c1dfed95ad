"""Identity numbers and credit codes: what passes, and that no single slip does."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.exchange import identity_cells as cells
from models.exchange.refusals import BadCell
from models.kernel.identity import (
    BadNumber,
    Fault,
    Sex,
    credit_check_mark,
    credit_code,
    id_check_mark,
    id_number,
)

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FEW = settings(max_examples=60, deadline=None)
BIRTHS = st.dates(date(1900, 1, 1), date(2026, 1, 1))


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, date, int]:
    birth, serial = draw(BIRTHS), draw(st.integers(0, 999))
    first = f"990101{birth:%Y%m%d}{serial:03}"
    return first + id_check_mark(first), birth, serial


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    tail = "".join(draw(st.lists(st.sampled_from(SIGNS), min_size=9, max_size=9)))
    first = f"91990101{tail}"
    return first + credit_check_mark(first)


def fault(text: str) -> Fault:
    with pytest.raises(BadNumber) as caught:
        id_number(text)
    return caught.value.fault


def test_the_worked_example_of_the_standard_passes() -> None:
    # GB 11643-1999, example: 11010519491231002X.
    found = id_number("11010519491231002X")
    assert (found.birth, found.sex) == (date(1949, 12, 31), Sex.FEMALE)
    assert id_number("440524188001010014").sex is Sex.MALE
    # GB 32100-2015, a code published by its bearer.
    assert credit_code("91350100m000100y43") == "91350100M000100Y43"


@FEW
@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_no_single_wrong_digit_passes(made: tuple[str, date, int], place: int, digit: str) -> None:
    number, birth, serial = made
    assert id_number(number.lower()).birth == birth
    assert id_number(number).sex is (Sex.MALE if serial % 2 else Sex.FEMALE)
    assume(number[place] != digit)
    with pytest.raises(BadNumber):
        id_number(number[:place] + digit + number[place + 1 :])


@FEW
@given(numbers(), st.integers(0, 15))
def test_no_two_neighbours_exchanged_pass(made: tuple[str, date, int], place: int) -> None:
    number = made[0]
    one, two = number[place], number[place + 1]
    assume(one != two)
    with pytest.raises(BadNumber):
        id_number(number[:place] + two + one + number[place + 2 :])


@FEW
@given(numbers())
def test_fifteen_digits_are_completed_to_the_same_person(made: tuple[str, date, int]) -> None:
    number, birth, _serial = made
    assume(birth.year // 100 == 19)
    assert id_number(number[:6] + number[8:17]).number == number


@FEW
@given(credit_codes(), st.integers(0, 17), st.sampled_from(SIGNS))
def test_no_single_wrong_sign_of_a_credit_code_passes(code: str, place: int, sign: str) -> None:
    assert credit_code(code) == code
    assume(code[place] != sign)
    with pytest.raises(BadNumber):
        credit_code(code[:place] + sign + code[place + 1 :])


@FEW
@given(st.text(max_size=20))
def test_whatever_stands_there_is_refused_in_words_or_read(text: str) -> None:
    for read in (cells.identity, cells.credit, cells.sex, cells.phone):
        with contextlib.suppress(BadCell):
            assert read(text) is not None


def test_every_fault_is_named() -> None:
    assert fault("11010519491231002") is Fault.SHAPE
    assert fault("110105194912310021") is Fault.CHECK
    assert fault("110105194913310029") is Fault.BIRTH
    assert fault("110105194912310000") is Fault.ROUNDED
    assert fault("1.10105194912E+17") is Fault.ROUNDED
    codes = {
        "１１０１０５ 19491231 002x": None,
        "110105194912310000": "exchange.digits_lost",
        "11010519491331002X": "exchange.no_such_birth",
        "110105194912310026": "exchange.check_digit_wrong",
        "无": "exchange.not_an_id_number",
    }
    for text, code in codes.items():
        if code is None:
            assert cells.identity(text).number == "11010519491231002X"
            continue
        with pytest.raises(BadCell) as caught:
            cells.identity(text)
        assert caught.value.code == code


def test_cells_beside_an_identity_number_have_to_agree() -> None:
    number = cells.identity("11010519491231002X")
    assert list(cells.against_identity(number, date(1949, 12, 31), cells.sex("女"))) == []
    assert list(cells.against_identity(number, None, None)) == []
    wrong = list(cells.against_identity(number, date(1949, 12, 30), cells.sex("1")))
    assert [each.code for each in wrong] == ["exchange.birth_differs", "exchange.sex_differs"]
    assert list(cells.in_order(date(2026, 1, 1), None, "生效日期")) == []
    (late,) = cells.in_order(date(2026, 2, 1), date(2026, 1, 31), "生效日期")
    assert "2026-02-01" in str(late)
