"""The load board: what each unit has open, late, due today, returned and untaken, and who is on duty.

It counts units, never persons. Every number is read from the partial indexes on open cases, and every one
has a filter that lists the cases behind it.
"""
