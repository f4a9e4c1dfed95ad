"""Yesterday as today's exercise: a scenario made of what really came in, and the office's own decisions.

The decisions are the *ghost*: played instead of anybody's, they give what really came of it.
"""
