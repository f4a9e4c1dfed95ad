"""``yiwang check``: whether the database still says what was written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_command, json_option, pass_context
from console.exits import ExitCode
from console.i18n import N_, _

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.kernel.findings import Finding


def sentence(finding: Finding) -> str:
    """Return what a finding says, in the current language."""
    return _(finding.sentence, **finding.params) if finding.params else _(finding.sentence)


ROOMS = {
    "kernel": N_("Database"),
    "ledger": N_("Ledger"),
    "calendar": N_("Working days"),
    "catalogue": N_("Catalogue"),
    "flows": N_("Flows"),
    "boundary": N_("Admission and adjustment"),
    "review": N_("Rounds of review"),
    "cases": N_("Cases"),
    "files": N_("Files of cases"),
    "exchange": N_("Journal of imports"),
    "rosters": N_("Duty rosters"),
    "routing": N_("Dispatching rules"),
    "improving": N_("Corrective tasks"),
}
"""What the parts of the database are called where a difference was found."""


def _room(finding: Finding) -> str:
    """Return what the part of the database is called where the difference was found."""
    name = ROOMS.get(finding.room)
    return finding.room if name is None else _(name)


_COLUMNS: tuple[Column[Finding], ...] = (
    Column("room", N_("Where"), lambda finding: finding.room, text=_room),
    Column("subject", N_("Subject"), lambda finding: finding.subject),
    Column("sentence", N_("What differs"), sentence),
)


@framed_command(
    "check",
    help=N_(
        "Recompute the ledger, counters and references; name what differs.\n\n"
        "Nothing is changed. Ends with code 1 when something differs."
    ),
)
@click.option("--deep", is_flag=True, help=N_("Read every file of a case anew, and compare its SHA-256."))
@json_option
@pass_context
def command(context: Context, *, deep: bool, as_json: bool) -> int:
    """Print what the check found."""
    findings = context.services().check(deep=deep)
    context.listing(findings, _COLUMNS, as_json=as_json, empty=N_("Everything agrees."))
    return ExitCode.REFUSED if findings else ExitCode.DONE
