"""Distributions: how long somebody takes, told by one key of a mapping.

A bare span is fixed. ``most`` cuts off what a lognormal or exponential draw may reach.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag, model_validator

from models.kernel.words import N_
from scenarios.format.base import LONGEST, Part, Span, by_key, refused


class Fixed(Part):
    """Always the same."""

    fixed: Span


class Uniform(Part):
    """Anything between two spans, all as likely."""

    uniform: Annotated[tuple[Span, Span], Field(description="least and most")]

    @model_validator(mode="after")
    def _in_order(self) -> Uniform:
        if self.uniform[0] > self.uniform[1]:
            raise refused(N_("the least comes first, then the most"))
        return self


class Triangular(Part):
    """Between two spans, most likely near a third."""

    triangular: Annotated[tuple[Span, Span, Span], Field(description="least, most likely, most")]

    @model_validator(mode="after")
    def _in_order(self) -> Triangular:
        least, likely, most = self.triangular
        if not least <= likely <= most:
            raise refused(N_("the order is: least, most likely, most"))
        return self


class Spread(Part):
    """The parameters of a lognormal distribution."""

    median: Span
    """Half of all draws are shorter"""
    sigma: Annotated[float, Field(gt=0, le=2)] = 0.5
    """The spread of the logarithm; 0.5 puts two draws of three between 0.6 and 1.65 times the median"""


class Lognormal(Part):
    """Mostly near the median, sometimes much longer: how people take their time."""

    lognormal: Spread
    most: Span = LONGEST


class Mean(Part):
    """The parameter of an exponential distribution."""

    mean: Annotated[Span, Field(gt=0)]


class Exponential(Part):
    """The waiting for something that comes by chance."""

    exponential: Mean
    most: Span = LONGEST


def _bare(value: object) -> object:
    return value if isinstance(value, dict | Part) else {"fixed": value}


_KEYS = {name: name for name in ("fixed", "uniform", "triangular", "lognormal", "exponential")}
_Told = Annotated[
    Annotated[Fixed, Tag("fixed")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Exponential, Tag("exponential")],
    by_key(_KEYS),
]
Duration = Annotated[_Told, BeforeValidator(_bare, json_schema_input_type=_Told | str | float)]
"""A span of time that may be drawn."""

AT_ONCE = Fixed(fixed=0)
