"""``yiwang user``: accounts and roles from the shell.

A password is asked for on the terminal, or read from the standard input, one line each; it is
never an argument, where the list of processes and the shell's history would show it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from console.commands.completing import account_names
from console.commands.frame import framed_group, json_option, pass_context
from console.i18n import N_, _
from models.accounts.views import AccountStatus, NewAccount, Role
from models.kernel.errors import DomainError, ErrorKind, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from console.commands.context import Context
    from models.accounts.service import AccountService
    from models.accounts.views import AccountView, Actor

_PAGE = 200
_ROLES = click.Choice([role.value for role in Role])


class NoPasswordGiven(DomainError):
    """A password was asked for where nobody sits, and none was handed in."""

    kind = ErrorKind.INPUT
    code = "user.no_password_given"
    sentence = N_("There is nobody to ask for a password here, and none came in.")
    next_step = N_(
        "Give it as a line on the standard input; a new account may have --os-user or --no-password instead."
    )


@framed_group(
    "user",
    help=N_("Manage accounts and roles."),
    epilog=N_(
        "Roles:\n"
        "  collector, acceptor, dispatcher, duty_chief, unit_lead, handler, evaluator,\n"
        "  leader, system_admin, security_admin, audit_admin\n"
        "\n"
        "Examples:\n"
        "  yiwang user add limin 李敏 --role acceptor --area 990101103\n"
        "  yiwang user roles limin acceptor dispatcher\n"
        "  yiwang user list --json"
    ),
)
def command() -> None:
    """Hold the commands of accounts."""


@command.command("list", help=N_("List accounts."))
@click.argument("text", default="")
@json_option
@pass_context
def list_accounts(context: Context, *, text: str, as_json: bool) -> None:
    """Show every account whose login or name holds the text."""
    from console.commands.context import Column
    from console.labels import label
    from console.text import Times, clock_zone

    services, actor = context.services(), context.actor()
    now = services.clock.now()
    times = Times(clock_zone(services.organisation.office().zone))

    def standing(row: AccountView) -> str:
        if row.status is AccountStatus.ACTIVE and _is_locked(row, now):
            return _("locked until %(time)s", time=times.moment(row.locked_until or now, now))
        return label(row.status)

    columns: list[Column[AccountView]] = [
        Column("login", N_("Login"), lambda row: row.login),
        Column("name", N_("Name"), lambda row: row.name),
        Column(
            "roles",
            N_("Roles"),
            lambda row: [role.value for role in row.roles],
            text=lambda row: _names(row.roles),
        ),
        Column("area", N_("Area"), lambda row: row.area, text=lambda row: row.area or _("everything")),
        Column("os_user", N_("System user"), lambda row: row.os_user),
        Column("status", N_("Status"), lambda row: row.status.value, text=standing),
        Column(
            "last_sign_in",
            N_("Last sign-in"),
            lambda row: row.last_sign_in,
            text=lambda row: times.full(row.last_sign_in) if row.last_sign_in else "",
        ),
    ]
    if as_json:
        columns += [
            Column("unit_id", N_("Unit"), lambda row: row.unit_id),
            Column("locked", N_("Locked"), lambda row: _is_locked(row, now)),
            Column("has_password", N_("Password"), lambda row: row.has_password),
        ]
    rows = list(_all(services.accounts, actor, text))
    context.listing(rows, columns, as_json=as_json, empty=N_("No account fits."))


@command.command("add", help=N_("Open an account."))
@click.argument("login")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, type=_ROLES, metavar="ROLE", help=N_("A role; may be repeated.")
)
@click.option(
    "--area", default="", metavar="DIGITS", help=N_("First digits of the division to see; all if left out.")
)
@click.option("--unit", "unit_code", metavar="CODE", help=N_("The unit the person works for."))
@click.option(
    "--os-user", metavar="USER", help=N_("The operating-system user who comes in without a password.")
)
@click.option(
    "--password/--no-password",
    "wants_password",
    default=None,
    help=N_("Ask for a first password; does so by itself unless --os-user is given."),
)
@pass_context
def add(
    context: Context,
    *,
    login: str,
    name: str,
    roles: tuple[str, ...],
    area: str,
    unit_code: str | None,
    os_user: str | None,
    wants_password: bool | None,
) -> None:
    """Open it; a first password has to be changed at the first sign-in."""
    accounts, actor = context.services().accounts, context.actor()
    unit_id = None if unit_code is None else _unit_id(context, actor, unit_code)
    asked = os_user is None if wants_password is None else wants_password
    password = _new_password() if asked else None
    view = accounts.open_account(
        actor,
        NewAccount(
            login,
            name,
            frozenset(Role(role) for role in roles),
            area,
            unit_id,
            os_user=os_user,
            password=password,
            must_change_password=password is not None,
        ),
    )
    context.say(_("Opened the account %(login)s of %(name)s.", login=view.login, name=view.name))
    if not view.has_password and view.os_user is None and not context.services().organisation.office().demo:
        context.say(
            _(
                "Nobody can sign in with it yet: “yiwang user password %(login)s” gives it a password, "
                "“yiwang user link %(login)s” an operating-system user.",
                login=view.login,
            )
        )


@command.command("roles", help=N_("Give an account exactly these roles."))
@click.argument("login", shell_complete=account_names)
@click.argument("roles", nargs=-1, type=_ROLES, metavar="[ROLE]...")
@click.option("--none", "no_roles", is_flag=True, help=N_("Take every role away."))
@pass_context
def set_roles(context: Context, *, login: str, roles: tuple[str, ...], no_roles: bool) -> None:
    """Replace the roles of an account."""
    if bool(roles) is no_roles:
        raise click.UsageError(_("Name the roles, or say --none."))
    accounts, actor = context.services().accounts, context.actor()
    seen = accounts.account(actor, login)
    view = accounts.set_roles(actor, login, [Role(role) for role in roles], seen.version)
    shown = _names(view.roles) or _("none")
    context.say(_("The roles of %(login)s are now: %(roles)s.", login=view.login, roles=shown))


@command.command("password", help=N_("Change one's own password, or give another account a new one."))
@click.argument("login", default="", shell_complete=account_names)
@pass_context
def password(context: Context, *, login: str) -> None:
    """Ask for the passwords; another's has to be changed at the next sign-in."""
    accounts, actor = context.services().accounts, context.actor()
    seen = accounts.account(actor, login or actor.login)
    if seen.login == actor.login:
        old = _ask(_("Password so far")) if seen.has_password else None
        accounts.change_password(actor, old, _new_password())
        context.say(_("Your password was changed."))
        return
    accounts.reset_password(actor, seen.login, _new_password(), seen.version)
    context.say(_("%(login)s has a new password and must change it at the next sign-in.", login=seen.login))


@command.command("disable", help=N_("Let nobody in by an account any more."))
@click.argument("login", shell_complete=account_names)
@pass_context
def disable(context: Context, *, login: str) -> None:
    """Shut an account; its history stays."""
    accounts, actor = context.services().accounts, context.actor()
    view = accounts.disable(actor, login, accounts.account(actor, login).version)
    context.say(_("The account %(login)s is disabled now.", login=view.login))


@command.command("enable", help=N_("Let an account be used again."))
@click.argument("login", shell_complete=account_names)
@pass_context
def enable(context: Context, *, login: str) -> None:
    """Open a disabled account again."""
    accounts, actor = context.services().accounts, context.actor()
    view = accounts.enable(actor, login, accounts.account(actor, login).version)
    context.say(_("The account %(login)s can be used again.", login=view.login))


@command.command("unlock", help=N_("End the lock after too many wrong passwords."))
@click.argument("login", shell_complete=account_names)
@pass_context
def unlock(context: Context, *, login: str) -> None:
    """Let somebody try again at once."""
    accounts, actor = context.services().accounts, context.actor()
    view = accounts.unlock(actor, login, accounts.account(actor, login).version)
    context.say(_("The account %(login)s is not locked any more.", login=view.login))


@command.command("link", help=N_("Link an account with an operating-system user."))
@click.argument("login", shell_complete=account_names)
@click.argument("os_user", default="")
@click.option("--none", "nobody", is_flag=True, help=N_("Take the link away."))
@pass_context
def link(context: Context, *, login: str, os_user: str, nobody: bool) -> None:
    """Let an operating-system user come in without a password, or no longer."""
    if bool(os_user) is nobody:
        raise click.UsageError(_("Name the operating-system user, or say --none."))
    accounts, actor = context.services().accounts, context.actor()
    seen = accounts.account(actor, login)
    view = accounts.set_os_user(actor, login, None if nobody else os_user, seen.version)
    if view.os_user is None:
        context.say(_("%(login)s is not linked with an operating-system user any more.", login=view.login))
    else:
        context.say(
            _(
                "%(login)s is linked with the operating-system user %(os_user)s.",
                login=view.login,
                os_user=view.os_user,
            )
        )


def _all(accounts: AccountService, actor: Actor, text: str) -> Iterator[AccountView]:
    page = accounts.accounts(actor, text, limit=_PAGE)
    yield from page.rows
    while page.next_key is not None:
        page = accounts.accounts(actor, text, page.next_key, _PAGE)
        yield from page.rows


def _names(roles: Sequence[Role]) -> str:
    from console.labels import label

    return _(", ").join(label(role) for role in roles)


def _is_locked(row: AccountView, now: datetime) -> bool:
    return row.locked_until is not None and row.locked_until > now


def _unit_id(context: Context, actor: Actor, code: str) -> int:
    wanted = code.casefold()
    for unit in context.services().organisation.units(actor, code):
        if unit.code.casefold() == wanted:
            return unit.id
    raise NotFound(N_("unit"), code)


def _new_password() -> str:
    """Ask for a new password, twice where a person could mistype it unseen."""
    return _ask(_("New password"), repeated=True)


def _ask(prompt: str, *, repeated: bool = False) -> str:
    if not sys.stdin.isatty():
        # A script gives one line for each question; an empty answer is refused by the rules.
        line = sys.stdin.readline()
        if not line:
            raise NoPasswordGiven
        return line.rstrip("\r\n")
    again = _("Once more, to be sure") if repeated else False
    answer: str = click.prompt(
        prompt, hide_input=True, confirmation_prompt=again, err=True, prompt_suffix=_(": ")
    )
    return answer
