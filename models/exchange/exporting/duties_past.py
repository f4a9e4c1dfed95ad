"""The duty lists as they stood on a day gone by: what the ledger says was changed since, taken back.

The lists keep no versions of their own, but every change of an item, and every renumbering of its
neighbours, stands in the ledger with what was there before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.exchange.kinds.duties import KIND
from models.ledger.queries import before_images

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlmodel import Session

_ITEM, _LIST = "duty:", "duty_list:"


def duties_at(session: Session, moment: datetime) -> Iterator[list[Any]]:
    """Yield the items as they stood at ``moment``, by code, in the order of the kind's columns."""
    facts = {code: dict(each) for code, (_version, each) in KIND.current(session).items()}
    for stream, before in before_images(session, (_ITEM, _LIST), moment):
        if stream.startswith(_LIST):
            for code, number in (before or {}).items():
                if code in facts:
                    facts[code]["number"] = number
            continue
        code = stream.removeprefix(_ITEM)
        if before is None:
            facts.pop(code, None)
        else:
            facts.setdefault(code, {"code": code}).update(before)
    columns = KIND.columns()
    for _code, each in sorted(facts.items()):
        yield [each.get(name) for name in columns]
