"""What people touch: the command line and the terminal console.

Nothing here decides anything about a township's work. A command or a screen asks
:class:`models.api.Services` and shows the answer.
"""
