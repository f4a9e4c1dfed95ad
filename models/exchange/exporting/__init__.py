"""Tables out of the database: formats, masking, filters, second approvals, and who took what.

A file is made whole before a byte of it reaches whoever asked: by then it is known how many
rows it has, that its encoding can carry them, and the ledger says who took them. The formats
stand in modules of their own (``sheet``, ``xes``, ``open311``; CSV and JSON Lines are
:mod:`models.exchange.writers`).
"""
