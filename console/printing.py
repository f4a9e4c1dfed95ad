"""Reading what a printed form needs, in the language of the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import render
from console.resting_words import resting_words
from models.cases.kinds import PersonalField
from models.cases.refusals import NothingToReveal

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseView
    from models.exchange.casepapers.views import PrintedCase


def printed(services: Services, actor: Actor, case_id: int, reveal: str = "") -> PrintedCase:
    """Return a case as its form shows it. Call it in a thread.

    Args:
        services: the one door.
        actor: who has it printed.
        case_id: the case.
        reveal: why personal data is to be printed in clear; "" keeps it masked. The reading goes to
            the ledger.

    Raises:
        NotFound: the case is out of sight.
        MayNotReveal, ReasonMissing: personal data is not for this person, or nobody said why.
    """
    from models.exchange.casepapers.views import PrintedCase

    case = services.cases.case_by_id(actor, case_id)
    files = services.files.attachments(actor, case_id)
    revealed = _revealed(services, actor, case, reveal) if reveal else {}
    return PrintedCase(case, files, resting_words(case.matter), _receipt(case), revealed)


def _revealed(services: Services, actor: Actor, case: CaseView, why: str) -> dict[PersonalField, str]:
    found = {}
    for field in PersonalField:
        try:
            found[field] = services.cases.reveal(actor, case.id, field, why)
        except NothingToReveal:
            continue
    return found


def _receipt(case: CaseView) -> tuple[str, ...]:
    if case.receipt is None:
        return ()
    from models.calendar.receipt import Receipt
    from models.calendar.wording import receipt_lines

    return tuple(str(render(line)) for line in receipt_lines(Receipt.from_document(case.receipt)))
