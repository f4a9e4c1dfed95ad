"""What the tables are called where a check names them: in people's words, not the database's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Word

_RECORDS: dict[str, Word] = {
    "account": N_("account"),
    "account_role": N_("role of an account"),
    "admission_document": N_("document of a request of admission"),
    "admission_opinion": N_("opinion on a request of admission"),
    "admission_request": N_("request of admission"),
    "admission_step": N_("step of a request of admission"),
    "calendar_day": N_("day of the calendar"),
    "calendar_edition": N_("edition of the calendar"),
    "calendar_year": N_("year of the calendar"),
    "case_attachment": N_("file of a case"),
    "case_clock": N_("clock of a case"),
    "case_escalation": N_("escalation of a case"),
    "case_escalation_told": N_("person told of an escalation"),
    "case_event": N_("step of a case"),
    "case_link": N_("link between cases"),
    "case_origin": N_("origin of a case"),
    "case_set": N_("batch of cases"),
    "case_set_member": N_("case of a batch"),
    "case_settings": N_("edition of the settings"),
    "case_task": N_("assistance with a case"),
    "case_undo": N_("step taken back"),
    "case_warning": N_("warning about a case"),
    "case_words": N_("case in the index of words"),
    "cases": N_("case"),
    "corrective_task": N_("corrective task"),
    "division": N_("division"),
    "draft": N_("draft of a form"),
    "draft_entry": N_("entry of a list in the making"),
    "draft_member": N_("source item of an entry in the making"),
    "draft_step": N_("step of a list in the making"),
    "duty_item": N_("item of a duty list"),
    "edition": N_("edition of the list of matters"),
    "export_request": N_("request to export in clear"),
    "export_run": N_("export"),
    "filing_condition": N_("filing condition"),
    "flow": N_("flow"),
    "flow_version": N_("version of a flow"),
    "grid": N_("grid"),
    "handover": N_("handover of a shift"),
    "import_batch": N_("batch of an import"),
    "import_chunk": N_("part of an import"),
    "import_mapping": N_("mapping of columns"),
    "kept_apart": N_("pair of matters kept apart"),
    "ledger_seal": N_("seal of the ledger"),
    "ledger_sealed_head": N_("sealed head of the ledger"),
    "matter": N_("matter"),
    "matter_class": N_("class of matters"),
    "matter_lineage": N_("lineage of a matter"),
    "matter_span": N_("span a matter is in force"),
    "matter_version": N_("version of a matter"),
    "office": N_("office"),
    "post": N_("post"),
    "preference": N_("preference"),
    "review_asked": N_("question to a department under review"),
    "review_department": N_("department asked in a review"),
    "review_item": N_("matter under review"),
    "review_opinion": N_("opinion of a review"),
    "review_round": N_("round of review"),
    "roster_cell": N_("cell of the roster"),
    "roster_deputy": N_("deputy"),
    "roster_duty": N_("duty of the roster"),
    "roster_leave": N_("leave"),
    "roster_shift": N_("shift of the roster"),
    "roster_swap": N_("swap of duties"),
    "saved_queue": N_("saved queue"),
    "seat": N_("console that is open"),
    "source_book": N_("source book"),
    "source_change": N_("change of a source item"),
    "source_import": N_("import of a source book"),
    "source_item": N_("source item"),
    "staff": N_("person of the office"),
    "staff_capacity": N_("capacity of a person"),
    "staff_grid": N_("grid of a person"),
    "staff_skill": N_("skill of a person"),
    "unit": N_("unit"),
}
"""What one row of a table stands for, of every table that refers to another or is referred to."""

_PARTS: dict[str, Word] = {
    "accepted_id": N_("person who accepts"),
    "acceptor_id": N_("acceptor"),
    "actor_id": N_("person who acts"),
    "answered_id": N_("person who decides"),
    "asked_by_id": N_("person who asks"),
    "author_id": N_("author"),
    "base_version_id": N_("version it is based on"),
    "begun_by_id": N_("person who begins it"),
    "by_id": N_("person who writes it"),
    "carried_from_id": N_("opinion it goes on from"),
    "closed_by_id": N_("person who closes it"),
    "deputy_id": N_("deputy"),
    "ended_by_id": N_("edition that ends it"),
    "from_id": N_("side it comes from"),
    "from_shift_id": N_("shift it comes from"),
    "into_id": N_("matter it goes into"),
    "lead_id": N_("case it is merged into"),
    "lead_unit_id": N_("leading unit"),
    "one_id": N_("first of the two"),
    "opened_by_id": N_("person who opens it"),
    "other_id": N_("other of the two"),
    "owner_id": N_("handler"),
    "parent_code": N_("one above it"),
    "parent_id": N_("one above it"),
    "published_by_id": N_("person who publishes it"),
    "reporter_account_id": N_("reporter's account"),
    "reviewer_id": N_("first reviewer"),
    "seen_by": N_("person who has seen it"),
    "settled_by_id": N_("person who settles it"),
    "split_from_id": N_("matter it is split from"),
    "to_id": N_("side it goes to"),
    "to_shift_id": N_("shift it goes to"),
    "undoes": N_("import it takes back"),
    "withdrawn_id": N_("person who withdraws it"),
}
"""What a column refers to, where the name of what it refers to would not say it."""


def record_word(table: str) -> Word | str:
    """Return what a row of the table is called; the table's own name where it has no other."""
    return _RECORDS.get(table, table)


def part_word(column: str, parent: str) -> Word | str:
    """Return what a row refers to by ``column``, which names a row of ``parent``."""
    return _PARTS.get(column) or record_word(parent)
