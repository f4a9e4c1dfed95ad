"""What the coming days would bring: our own history played on, as it is and with something changed.

:mod:`.habits` is what the past teaches, :mod:`.world` the queue, the people and their hours as the play finds
them, :mod:`.engine` the play itself, :mod:`.reckoning` what many plays say together, and :mod:`.restoring`
the smallest change that brings the on-time rate back. All of these are pure: the same seed gives the same
answer. The service reads, plays and answers; nothing is ever written. Nobody is ranked: what comes out is of
units, hours and cases.
"""
