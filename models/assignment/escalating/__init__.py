"""What rests too long goes up by itself: to the deputy, to the lead of the unit, to the duty chief.

When a step is due, and to whom it goes, is decided here; what is written on the case, and the settings the
waits stand in, belong to the room of cases. Every step happens once only for what rests since one moment,
however many consoles sweep, and the next one waits from it. Where nobody can be told, the next step is
taken at once, and says so. It ends as soon as a person acts on the case.
"""
