"""What thin terminals need: the layer between Textual and the wire.

A clerk's terminal may be slow, monochrome, set to GB18030, twenty years old, or about to
lose its network. The modules here make that harmless: input that cannot be decoded is
shown as a mark instead of ending the program, text from data never reaches the terminal as
a command, a stalled or closed terminal ends the session within three seconds, and every
state of every widget can be read without colour.

``profile`` and ``environment`` load no Textual and are safe to import before it; the
launcher calls them first. Nothing here knows a word of the township's work.
"""
