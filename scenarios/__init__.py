"""Drills: stories that are played through the same door as the live screens.

A drill needs no thread, no sleep and no wall clock of its own; it calls
:class:`models.api.Services` with a clock that it moves itself.
"""
