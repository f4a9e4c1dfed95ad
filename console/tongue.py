"""The language of the console, lent to papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.edition_words import edition_name, field_title, value_lines
from console.i18n import LANGUAGES, _, current_language
from console.labels import label
from console.text import limit_words
from models.exchange.books.tongue import Tongue

if TYPE_CHECKING:
    from models.catalogue.editions.views import AsOf


def tongue() -> Tongue:
    """Return how papers say things in the current language."""
    chinese = current_language() == LANGUAGES[0]
    return Tongue(_, label, limit_words, field_title, value_lines, chinese)


def list_name(meant: AsOf) -> str:
    """Return what a list is called on paper: its edition, or its day."""
    if meant.edition is not None:
        return edition_name(meant.edition)
    return _("the list of %(day)s", day=meant.day.isoformat())
