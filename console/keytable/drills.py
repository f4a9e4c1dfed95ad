"""Keys of the consoles of drills; nothing of them works, or shows, in ordinary work."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry, MenuEntry

DRILLS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "drill_desk.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Read what is under the cursor; take the call that rings; answer what was asked."),
        condition="row",
    ),
    KeyEntry(
        "drill_desk.say", ("f2",), "say_to", N_("Call/write"), N_("Call or write to a role or an actor.")
    ),
    KeyEntry(
        "drill_desk.answer",
        ("f3",),
        "answer",
        N_("Answer"),
        N_("Answer the call or message under the cursor."),
        condition="answerable",
    ),
    KeyEntry(
        "drill_desk.report",
        ("f4",),
        "report_up",
        N_("Report up"),
        N_("Make a first, continued or final report to the superior level."),
    ),
    KeyEntry(
        "drill_desk.facts",
        ("f5",),
        "facts",
        N_("Situation"),
        N_("Read what is known of the situation, and what is asked of your desk."),
    ),
    KeyEntry(
        "drill_desk.people",
        ("f6",),
        "people",
        N_("Directory"),
        N_("See whom you can call or write to."),
        spare=True,
    ),
    KeyEntry(
        "drill_desk.queues",
        ("f7",),
        "queues",
        N_("Cases"),
        N_("Go to the queues: the cases of the drill are worked on there as ever."),
    ),
    KeyEntry(
        "drill_control.run",
        ("space",),
        "run",
        N_("Run/stand"),
        N_("Let time run, or let it stand."),
        condition="steering",
    ),
    KeyEntry(
        "drill_control.send",
        ("f2",),
        "send",
        N_("Send"),
        N_("Send the inject under the cursor now; what follows it counts from now."),
        condition="inject",
    ),
    KeyEntry(
        "drill_control.hold",
        ("f3",),
        "hold",
        N_("Hold back"),
        N_("Hold the inject under the cursor back, or let it go again."),
        condition="inject",
    ),
    KeyEntry(
        "drill_control.skip",
        ("f4",),
        "skip",
        N_("Skip"),
        N_("Leave the inject under the cursor out for good, after a question."),
        condition="inject",
        spare=True,
    ),
    KeyEntry(
        "drill_control.next",
        ("f5",),
        "next_inject",
        N_("Next"),
        N_("Set time on to the next inject that comes by itself."),
        condition="steering",
    ),
    KeyEntry(
        "drill_control.view",
        ("f6",),
        "view",
        N_("View"),
        N_("Turn between timeline, expectations and seats."),
    ),
    KeyEntry(
        "drill_control.note",
        ("f7",),
        "note",
        N_("Observe"),
        N_("Note an observation, tied to the inject or expectation under the cursor."),
    ),
    KeyEntry("drill_control.speak", ("f8",), "speak", N_("Speak"), N_("Speak as any actor or role.")),
    KeyEntry(
        "drill_control.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Change the inject under the cursor; fill in an evaluator's form; read what a seat did."),
        condition="row",
        line=False,
    ),
    KeyEntry(
        "drill_control.faster",
        ("plus",),
        "faster",
        N_("Faster"),
        N_("Let time run faster: up to 600 minutes in one."),
        condition="steering",
        line=False,
    ),
    KeyEntry(
        "drill_control.slower",
        ("minus",),
        "slower",
        N_("Slower"),
        N_("Let time run slower, down to that of the room."),
        condition="steering",
        line=False,
    ),
    KeyEntry(
        "drill_parties.open",
        ("enter",),
        "open",
        N_("Switch party"),
        N_("Show the party under the cursor."),
        condition="row",
    ),
)

CONTROL_MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "drill_control.step",
        "step",
        N_("Step to the next event"),
        N_("Set time on to whatever happens next, an inject or an act of somebody simulated."),
        "steering",
    ),
    MenuEntry(
        "drill_control.jump",
        "jump",
        N_("Jump to a time"),
        N_("Set time on to a moment; it is asked first if players had something to decide before."),
        "steering",
    ),
    MenuEntry(
        "drill_control.add", "add", N_("Add an inject"), N_("Write an inject of your own."), "steering"
    ),
    MenuEntry(
        "drill_control.observe",
        "observe",
        N_("Look on in the office"),
        N_("Open the screens the players use, to look at."),
    ),
    MenuEntry(
        "drill_control.parties",
        "parties",
        N_("Parties"),
        N_("See the parallel parties side by side, and switch between them."),
        "parties",
    ),
    MenuEntry(
        "drill_control.take_over",
        "take_over",
        N_("Take the steering over"),
        N_("Steer this drill from here; whoever steered it looks on."),
        "looking",
    ),
    MenuEntry(
        "drill_control.finish",
        "finish",
        N_("End the drill"),
        N_("End it now, after a question; what is open is settled."),
        "steering",
    ),
)
"""What the menu offers on the trainer's screen beside its keys."""
