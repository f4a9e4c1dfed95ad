"""Every table of every room, imported once so that the metadata is whole.

Used where the schema itself is the subject: migrations and their tests.
"""

from models.accounts import tables as accounts
from models.assignment.escalating import tables as escalating
from models.assignment.rosters import tables as rosters
from models.assignment.routing import tables as routing
from models.calendar import tables as calendar
from models.cases import clock_tables as case_clocks
from models.cases import search_tables as case_search
from models.cases import tables as cases
from models.cases import task_tables as case_tasks
from models.cases import warning_tables as case_warnings
from models.cases.files import tables as case_files
from models.cases.settings import tables as settings
from models.cases.shifts import tables as shifts
from models.catalogue import tables as catalogue
from models.catalogue.boundary import tables as boundary
from models.catalogue.classing import tables as classing
from models.catalogue.drafting import tables as drafting
from models.catalogue.flows import tables as flows
from models.catalogue.review import tables as review
from models.catalogue.sources import tables as sources
from models.desk import tables as desk
from models.drills import tables as drills
from models.exchange import tables as exchange
from models.exchange.exporting import tables as exporting
from models.improving import tables as improving
from models.kernel.tables import metadata, spell_out
from models.ledger import tables as ledger
from models.organisation import tables as organisation
from models.shelf import tables as shelf

spell_out(metadata)

__all__ = [
    "accounts",
    "boundary",
    "calendar",
    "case_clocks",
    "case_files",
    "case_search",
    "case_tasks",
    "case_warnings",
    "cases",
    "catalogue",
    "classing",
    "desk",
    "drafting",
    "drills",
    "escalating",
    "exchange",
    "exporting",
    "flows",
    "improving",
    "ledger",
    "metadata",
    "organisation",
    "review",
    "rosters",
    "routing",
    "settings",
    "shelf",
    "shifts",
    "sources",
]
