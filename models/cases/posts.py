"""The pools of posts: a case given to a post is taken on by its people, or by the lead of the unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from models.accounts.views import Role
from models.cases.columns import POSTS, STAFF
from models.cases.kinds import Action
from models.cases.post_refusals import NotYourPost
from models.kernel.ready import Ready
from models.kernel.words import N_

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.views import Offer

OF_POST = frozenset({Action.TAKE})
"""Steps on a case given to a post that its people do, and the lead of the unit."""
TO_POSTS = frozenset({Action.DISPATCH, Action.TRANSFER})
"""Steps that can give a case to a post."""

_OTHER_POST = N_("The case is with another post.")
_POOL = Ready(
    select(POSTS.c.name, STAFF.c.id)
    .select_from(POSTS.outerjoin(STAFF, (STAFF.c.post_id == POSTS.c.id) & STAFF.c.active))
    .where(POSTS.c.id == bindparam("post_id"))
)


@dataclass(frozen=True, slots=True)
class PostPool:
    """A post and who holds it."""

    name: str
    staff: frozenset[int | None]

    def open_to(self, actor: Actor) -> bool:
        """Say whether the person takes on what was given to the post.

        Where nobody holds it any more, everybody of the unit does: no case rests where none can take it.
        """
        return actor.has(Role.UNIT_LEAD) or not self.staff or actor.staff_id in self.staff


def within_post(actor: Actor, post: PostPool | None, offered: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Return the offers with those refused that are for the people of another post."""
    if post is None or post.open_to(actor):
        return offered
    return tuple(
        replace(each, allowed=False, refusal=_OTHER_POST) if each.allowed and each.action in OF_POST else each
        for each in offered
    )


def pool_of(session: Session, post_id: int) -> PostPool:
    """Return a post with its people; none hold one that is gone."""
    rows = _POOL.rows(session, post_id=post_id)
    return PostPool(rows[0][0] if rows else "-", frozenset(row[1] for row in rows if row[1] is not None))


def post_of(session: Session, post_id: int) -> str | None:
    """Return what a post is called; ``None`` where it is gone. Nobody does away with it in between."""
    statement = select(POSTS.c.name).where(POSTS.c.id == post_id).with_for_update(read=True)
    return session.connection().scalar(statement)


def require_of_post(session: Session, actor: Actor, number: str, post_id: int) -> None:
    """Let the person pass if they take on what was given to the post.

    Raises:
        NotYourPost: its people do.
    """
    pool = pool_of(session, post_id)
    if not pool.open_to(actor):
        raise NotYourPost(number, pool.name)
