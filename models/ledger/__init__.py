"""The append-only history of every change and every reading of personal data.

Each *stream* (one case, one matter, one import batch, one account) is a chain of entries
joined by SHA-256. At intervals the heads of the streams that grew are sealed into one
chain of seals, so a tail that was cut off shows, and writers of different streams never
wait for each other.

Nobody signs for more than they may do by now (:mod:`models.ledger.standing`).
"""
