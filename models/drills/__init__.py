"""The world of a drill: a database of its own, with its own time, and everything that happened in it.

A drill never touches the database people work in. It runs in a copy made for it, which says so in
its office (``Office.drill``); there the same rooms keep the same rules. This room keeps what a drill
has beside them: how its time runs and who steers it, and its recording, a chain of entries written in
the same transactions as what they tell of.
"""
