"""The three duty lists of a township: what it must do, what it assists with, what it gave back.

Lists are read as they are published, in sections by category and numbered through; an item is
changed, moved and retired one at a time. Each cooperative or recalled item is also seen from
the other side, by the department that leads or took it over, and the two sides are checked
against each other. The items themselves live in the catalogue's table ``duty_item``, because
matters rest on them.
"""
