"""Whether a person at an open console is still who they were when they signed in.

A console stays open for a day; roles are taken away and accounts shut in between. Every
change is signed in the ledger, within its own transaction: here it is refused, before
anything of it can be saved, if the signature claims more than the person has by now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, column, select, table

from models.kernel.ready import Ready
from models.ledger.refusals import RightsTaken, SignerShut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from models.ledger.views import Seated, Signature

# A room above this one, whose tables are only looked at.
_ACCOUNT = table("account", column("id"), column("status"), column("area"), column("unit_id"))
_ROLE = table("account_role", column("account_id"), column("role"))
_ACTIVE = "active"
_HELD = Ready(
    select(_ACCOUNT.c.status, _ACCOUNT.c.area, _ACCOUNT.c.unit_id, _ROLE.c.role)
    .outerjoin_from(_ACCOUNT, _ROLE, _ROLE.c.account_id == _ACCOUNT.c.id)
    .where(_ACCOUNT.c.id == bindparam("account_id"))
)


def require_standing(session: Session, signature: Signature, streams: Iterable[str]) -> None:
    """Let a signature pass that claims no more than the person has now.

    Only people at a console are asked about: a command ends before anybody can change what
    they may do. What somebody does with their own account (a password, signing out) needs no
    right that could have been taken.

    Raises:
        SignerShut: the account may not be used any more.
        RightsTaken: a role was taken away, the area became narrower, or the unit is another.
    """
    # An attribute is looked at rather than the whole kind: every change passes here.
    if not getattr(signature, "seat", ""):
        return
    signature = cast("Seated", signature)
    own = f"account:{signature.login}"
    if all(stream == own for stream in streams):
        return
    rows = _HELD.rows(session, account_id=signature.account_id)
    if not rows or rows[0].status != _ACTIVE:
        raise SignerShut(signature.login)
    held = {row.role for row in rows}
    narrower = not signature.area.startswith(rows[0].area)
    if not held.issuperset(signature.roles) or narrower or signature.unit_id != rows[0].unit_id:
        raise RightsTaken(signature.name)
