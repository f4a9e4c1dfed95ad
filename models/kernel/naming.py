"""What holds for every table; loaded before any is declared, whichever is declared first."""

from __future__ import annotations

from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, or SQLite could never alter it."""

metadata = SQLModel.metadata
metadata.naming_convention = NAMING

# A table checks nothing when a row is made, so what would check it is not built (1 MB for all
# of them, and a tenth of the time to declare them); whoever asks for it has it built then.
SQLModel.model_config["defer_build"] = True
