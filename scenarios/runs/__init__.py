"""Drills nobody watches: once for tests and what-if, or thousands of times for statistics."""
