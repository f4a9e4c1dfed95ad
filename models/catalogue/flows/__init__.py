"""How a matter is handled: flows of steps with their posts, units, limits, evidence and links.

A flow is written once and used by many matters. It is versioned and never edited in place:
what runs under a version keeps it. The checker (:mod:`models.catalogue.flows.checker`) is
pure and refuses what nobody could follow: dead ends, circles, steps without a post, limits
that add up to more than the condition allows. What uses a flow lies above this room and is
asked through a function handed in by ``models.api``.
"""
