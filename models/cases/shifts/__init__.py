"""Handing a shift over: what is open and how late, what changed, what waits, and what to mind.

The sheet is derived from cases and their timelines at the moment of handing over, and kept as it
was then, so that both sides can look at it later.
"""
