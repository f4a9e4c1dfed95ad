"""Keys of the console over a recording."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry, MenuEntry

REPLAYS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "drill_replay.play", ("space",), "play", N_("Play/stand"), N_("Let the recording run, or stand.")
    ),
    KeyEntry("drill_replay.back_minute", ("f2",), "back_minute", N_("-1 minute"), N_("Go back by a minute.")),
    KeyEntry("drill_replay.on_minute", ("f3",), "on_minute", N_("+1 minute"), N_("Go forward by a minute.")),
    KeyEntry(
        "drill_replay.back_entry",
        ("f4",),
        "back_entry",
        N_("Backward"),
        N_("Go back by one entry: to before the last thing that was done."),
    ),
    KeyEntry("drill_replay.on_entry", ("f5",), "on_entry", N_("Forward"), N_("Go forward by one entry.")),
    KeyEntry(
        "drill_replay.view", ("f6",), "view", N_("All/key"), N_("List the decisive moments only, or all.")
    ),
    KeyEntry(
        "drill_replay.queues",
        ("f7",),
        "queues",
        N_("Cases"),
        N_("See the screens of the office as they stood then."),
    ),
    KeyEntry(
        "drill_replay.branch",
        ("f8",),
        "branch",
        N_("Branch"),
        N_("Make a drill that goes on from here, for another group."),
    ),
    KeyEntry(
        "drill_replay.open",
        ("enter",),
        "open",
        N_("Go there"),
        N_("Go to the moment under the cursor."),
        condition="row",
    ),
    KeyEntry(
        "drill_replay.faster",
        ("plus", "equals_sign"),
        "faster",
        N_("Faster"),
        N_("Let it run faster: up to 600 minutes in one."),
        line=False,
    ),
    KeyEntry(
        "drill_replay.slower",
        ("minus",),
        "slower",
        N_("Slower"),
        N_("Let it run slower, down to the time of the room."),
        line=False,
    ),
)
REPLAY_MENU: tuple[MenuEntry, ...] = (
    MenuEntry("drill_replay.jump", "jump", N_("Go to a time"), N_("Go to any moment of the recording.")),
    MenuEntry(
        "drill_replay.compare",
        "compare",
        N_("Compare with another drill"),
        N_("See marks, key acts and queues of both beside each other."),
    ),
)
"""What the menu offers over a recording beside its keys."""
