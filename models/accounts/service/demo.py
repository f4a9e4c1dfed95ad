"""Letting people in where everybody is fictional: a demo township, or the world of a drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts import queries
from models.accounts.queries import Credentials
from models.accounts.refusals import AccountDisabled, NotADemo
from models.accounts.rules import clean_login
from models.accounts.service.signing import Signing
from models.accounts.views import AccountStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.accounts.views import Actor, DemoPerson


class DemoSigning(Signing):
    """How anybody comes in as anybody."""

    def demo_sign_in(self, login: str, origin: str) -> Actor:
        """Let anybody in as ``login``, in a demo database only.

        Raises:
            NotADemo: the database belongs to a real office.
            NotFound: nobody has the login.
            AccountDisabled: the account may not be used.
        """
        with self._store.write() as session:
            if not queries.is_demo(session):
                raise NotADemo
            view = queries.account(session, clean_login(login))
            if view.status is AccountStatus.DISABLED:
                raise AccountDisabled(view.login)
            return self._enter(session, Credentials(view.id, view.login, None), origin, {"by": "demo"})

    def demo_actor(self, login: str, origin: str) -> Actor:
        """Return who acts as ``login`` in a demo database, such as somebody a drill simulates.

        Nothing is written; what they do carries ``origin`` in the ledger.

        Raises:
            NotADemo, NotFound, AccountDisabled: as :meth:`demo_sign_in`.
        """
        (found,) = self.demo_actors([login], origin)
        return found

    def demo_actors(self, logins: Sequence[str], origin: str) -> list[Actor]:
        """Return who acts as each of these logins, in their order, in a demo database.

        Raises:
            NotADemo, NotFound, AccountDisabled: as :meth:`demo_sign_in`.
        """
        with self._store.read() as session:
            if not queries.is_demo(session):
                raise NotADemo
            return queries.actors_in_use(session, [clean_login(each) for each in logins], origin)

    def demo_people(self) -> tuple[DemoPerson, ...]:
        """Return the people a demo database offers to sign in as, by role; administrators last.

        Raises:
            NotADemo: the database belongs to a real office, whose people are nobody's business here.
        """
        with self._store.read() as session:
            if not queries.is_demo(session):
                raise NotADemo
            return queries.people(session)
