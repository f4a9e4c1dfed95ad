"""The boundary of a township's duties: what is let in, what is changed, what lies outside.

A superior department hands no duty over without duty admission (职责准入); what is listed changes
by dynamic adjustment (动态调整); the grid list takes temporary entries that end by themselves.
What the lists do not hold, or gave back to a department, is answered with its legal basis and
the department that takes it on.
"""
