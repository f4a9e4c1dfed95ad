"""Cases: intake, lifecycle, queues, the clock on each case, and search.

What may happen to a case is one table of transitions in :mod:`models.cases.rules`; the
service, the screens, the help page and the tests all read it. A case is pinned to the
matter version and condition it was filed under; its deadline and receipt are frozen then.
"""
