"""The office's own settings for its cases: caps, times, lights, reasons, roles, labels.

What differs from the packaged values is one document, kept in editions that are only ever added. Everybody
asks one :class:`~models.cases.settings.house.House`: the packaged table of transitions with the office's
roles and entries, and its numbers (:func:`~models.cases.settings.inforce.in_force`). What a running case was
promised stays as it was promised.

It lies within the room of cases, because a setting names its actions, states and queues, and a change is
refused by walking its table; a room below could not know these.
"""
