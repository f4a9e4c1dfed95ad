"""Source books and their items: the matters as collected, before anything is merged.

A book is one list as somebody sent it: matters a department pushed down, grid matters in
use, a duty list, hotline categories, a power list. Books are imported again and again; an
item keeps its identity and its history, is never deleted, and says what changed since
somebody last looked.
"""
