"""``--dry-run`` of the catalogue's commands: answered as if done, refused as if done, and nothing kept."""

from __future__ import annotations
