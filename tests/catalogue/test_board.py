"""The board thinned out step by step says what one made anew would say."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from benchmarks.township_matters import items
from models.catalogue.drafting.board import Board
from models.catalogue.sources.views import BookEntries

if TYPE_CHECKING:
    from models.api import Services


def test_taken_over_or_made_anew_it_is_the_same(sqlite_services: Services) -> None:
    services = sqlite_services
    services.initialise("root", "测试镇")
    actor = services.accounts.actor_for_os_user("root", "test")
    services.sources.create_book(actor, "A1", BookEntries("台账"))
    names = dict.fromkeys((item.name, item.department) for item in items(260))
    sheet = "序号,事项名称,实施部门\n" + "\n".join(
        f"{number},{name},{department}" for number, (name, department) in enumerate(names, start=1)
    )
    services.sources.import_file(actor, ("a.csv", sheet.encode()), "A1")
    drafting: Any = services.drafting
    drafting.begin(actor)
    drafting.collect(actor)
    dice = random.Random(5)
    drafting.bench(actor)
    for _turn in range(60):
        lines = drafting.groups(actor, limit=200).rows
        line = dice.choice(lines)
        match dice.randrange(6):
            case 0 | 1:
                drafting.merge(actor, line.entries[0], line.entries[1:2])
            case 2:
                drafting.keep_apart(actor, line.entries[:1], others=line.entries[1:])
            case 3:
                drafting.settle(actor, line.entries)
            case 4:
                drafting.edit(actor, line.entries[0], {"name": f"{line.name}等"})
            case _ if drafting.draft(actor).undoable.seq > 1:
                drafting.undo(actor)
        view = drafting.bench(actor)
        anew = Board(drafting._board.found, drafting._roster)
        assert drafting._board.lines == anew.lines
        assert view.stale == anew.stale
