"""The player: plays a scenario, headless and always the same for the same seed and the same players.

No thread, no sleep, no clock of the wall. docs/scenarios.md says what every construct means. What the
player decides it writes down (:mod:`scenarios.player.state` is made of nothing but what was written), so
that a drill goes on from its recording after a power cut.
"""
