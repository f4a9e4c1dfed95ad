"""The review of a drill: what happened, what it was worth, and what follows from it.

Pure: the same recording and the same steps on cases give the same review, whenever somebody asks.
:mod:`scenarios.review.sources` reads them, :mod:`scenarios.review.reviewing` puts the review together,
:mod:`scenarios.review.paper` writes it. What is told in seconds counts from the start of the drill.
"""
