"""Editions of the list of matters, and what became of each matter over them.

An edition is a list published under a number, with a date of force. Publishing writes only
what it changes: versions, lines of days, and lineage (renamed, renumbered, merged, split …).
What the list said on any day, and what the office knew of it at any moment, can be asked for
ever after. The newest edition can be withdrawn as long as nothing rests on it.
"""
