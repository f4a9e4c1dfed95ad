"""Who could have a case: units where it is dispatched, people where it is handed over, each with the reasons.

Candidates stand in an order that can be read off their reasons, one after the other; there is no score. Who
is away, has no room or may not have the case stands below a line with that reason. What a person did in the
past is looked at for the matter at hand and the case at hand, and goes nowhere else: no list of people by
what they achieved is kept or given out.
"""
