"""The shelf of scenarios: those the office wrote or took over itself, kept in its database.

What comes with the program lies in :mod:`scenarios.library`; what is kept here came in as files or as
tables. This room keeps texts and knows nothing of what they mean: whoever can read a scenario says so
through :mod:`models.shelf.reading`.
"""
