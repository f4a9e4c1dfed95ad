"""How flows are shown and written down by people: words, entries as lines of text, the drawing.

Pure: nothing here calls a service; screens and commands use it alike.
"""
