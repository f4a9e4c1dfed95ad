"""Books: papers put together from what the rooms below know.

One module per subject makes :class:`~models.exchange.papers.forms.Paper` values out of views;
the service reads the views and writes the paper. The words are those of published papers.
"""
