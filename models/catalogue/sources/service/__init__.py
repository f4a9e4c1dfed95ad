"""The door of the source books: looking them up, importing, editing and retiring them."""

from models.catalogue.sources.service.books import SourcesService
from models.catalogue.sources.service.lookup import Importer

__all__ = ["Importer", "SourcesService"]
