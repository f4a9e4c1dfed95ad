"""The working list: the next edition while it is prepared.

One list is prepared at a time. It begins as a copy of the list in force; source items that were
collected come in beside it, each as an entry of its own, and people merge, split, word, classify
and retire entries until the list can be published. Every step is kept with what it changed, so
that each can be undone, back to the first. Nothing here touches a running case: only
publishing does, and it says beforehand what it will touch.
"""
