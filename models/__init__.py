"""Everything a township knows and may do.

Outside code calls :class:`models.api.Services` and receives frozen views; it never
holds a database session and never sees a table class.
"""
