"""Giving many cases to the people of a unit at once, so that little is late and nobody drowns.

:mod:`models.assignment.balancing.costs` says what a distribution costs, :mod:`.solving` finds the cheapest
one, the service reads the cases, hands out a plan to look over and change, and hands the cases over as one
set.
"""
