"""Bulk data in and out: readers, importers and exporters.

Every import is a numbered batch with its counts and its ledger stream. A row is created,
changed, the same, skipped or rejected with its reason; nothing is half done.
"""
