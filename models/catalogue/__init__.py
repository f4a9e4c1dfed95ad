"""The work a township does: duty lists, classes, matters and their filing conditions.

A matter is versioned and never edited in place, because running cases rest on the version
they were filed under. A matter has several filing conditions, each with its own limit,
closing condition and evidence: the limit hangs on the condition, not on the class.
"""
