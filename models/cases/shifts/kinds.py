"""Whose shift is handed over."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a sheet covers."""

    PERSON = "person"
    """The cases of the person who hands over"""
    UNIT = "unit"
    """The cases of their unit"""
    OFFICE = "office"
    """Every case in their lists"""
