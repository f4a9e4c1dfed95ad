"""Working days, office windows, and deadlines that explain themselves.

Which days the office works is a fact of the State Council's yearly notices (holidays and
the make-up working days around them), never of the week alone. The notices are kept as
numbered editions that are not changed once a case rests on them. From an edition and the
office's windows a :class:`~models.calendar.arithmetic.WorkingTime` is compiled; it gives
deadlines, their inverse, and receipts that show line by line what was counted.

``rules``, ``days``, ``arithmetic``, ``receipt`` and ``packaged`` need no database and load
none, so a deadline can be asked for from the shell in a moment.
"""
