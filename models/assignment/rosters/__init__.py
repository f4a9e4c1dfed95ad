"""Who is on duty and who is away, what each can do and take on, and who stands in.

Shifts, duties by person and day, leave, deputies (AB角), skills and permits, and duties two people exchange.
Working hours, holidays and make-up days come from the calendar. A township keeps a roster above all for
nights, weekends and holidays; where a unit has no day shifts on its roster, its people are on duty in
office hours. Who leaves the office may still have duties ahead: leaving has to be possible at once, so that
nobody's way in stays open for a roster's sake, and the duties are named as findings until they are cleared.
Who is here at a moment is asked of :class:`models.assignment.rosters.presence.Presence`.
"""
