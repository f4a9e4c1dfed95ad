"""Who may sign in, in which roles, and how far they see.

An :class:`~models.accounts.views.Actor` is the person behind every service call. Roles
give actions, the area (a division subtree) and the unit give reach. The three
administrators are separated as GB/T 22239 asks: system, security and audit.
"""
