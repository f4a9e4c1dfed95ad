"""What a table of staff is refused for."""

from __future__ import annotations

from models.exchange.refusals import BadCell
from models.kernel.words import N_


class NotALogin(BadCell):
    """Not a text that can be a login."""

    code = "exchange.not_a_login"
    sentence = N_("a login has 2 to 32 letters and digits")


class LoginTaken(BadCell):
    """A login of somebody else."""

    code = "exchange.login_taken"
    sentence = N_("the login belongs to another account")


class LoginFixed(BadCell):
    """A person who has an account under another login."""

    code = "exchange.login_fixed"
    sentence = N_("this person has the login %(login)s already")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class RolesFixed(BadCell):
    """Roles that would change an account which exists."""

    code = "exchange.roles_fixed"
    sentence = N_("the roles of an account that exists are changed by the security administrator only")


class RolesWithoutLogin(BadCell):
    """Roles, and nobody to have them."""

    code = "exchange.roles_without_login"
    sentence = N_("roles need a login")
