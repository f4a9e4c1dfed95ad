"""How the township came to its list of matters: two editions published, a third one under review.

Done as an office does it, in its order and at its own days: source books are collected, their items
merged into matters, the list published by its plan, the next one begun, sorted by rules and sent to
the departments.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.catalogue.classing.views import ReplaceRules, RuleDraft, Then, When
from models.catalogue.flows.documents import read_flow
from models.catalogue.flows.templates import NAMES, template
from models.catalogue.review.views import GivenRow, OpinionFacts, OpinionKind
from models.catalogue.rules import draft_document
from models.catalogue.sources.views import BookEntries, SourceKind
from models.catalogue.views import MatterKind
from scenarios.demo.content import OWN_FLOWS, data_bytes, table
from scenarios.demo.requests import Requests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

_SECOND = timedelta(days=60)
"""How long before ``now`` the second edition was published."""
_PATROLS = timedelta(days=35)
"""How long before ``now`` a department's patrols were taken in for some months."""
_THIRD = timedelta(days=20)
"""How long before ``now`` the third list was begun."""
_WHOLE_LIST = 10_000
_ROUND_OPENED = timedelta(days=16)
_ROUND_CLOSED = timedelta(days=8)
_ROUND_AGAIN = timedelta(days=3)


def make_flows(services: Services, administrator: Actor) -> None:
    """Save the flows that are shipped and the township's own, before matters name them.

    Raises:
        DomainError: a flow was refused, as it would be anybody's.
    """
    for name in NAMES:
        services.flows.create(administrator, template(name))
    for name in OWN_FLOWS:
        services.flows.create(administrator, read_flow(data_bytes(f"flows/{name}.json").decode("utf-8")))


class ListOffice:
    """The people who keep the list of matters, at work.

    Args:
        services: over a database with the tables in it.
        clock: the clock of ``services``, moved on to each day something is done.
        administrator: in whose name it is done.
        now: the moment the township leads up to.
    """

    def __init__(self, services: Services, clock: ManualClock, administrator: Actor, now: datetime) -> None:
        self._services = services
        self._clock = clock
        self._actor = administrator
        self._now = now

    def shelve(self) -> None:
        """Import the source books as departments, grids and the hotline handed them in."""
        for row in table("books.csv"):
            entries = BookEntries(
                row["title"], SourceKind(row["kind"]), row["department"], received=self._today()
            )
            self._services.sources.create_book(self._actor, row["code"], entries)
            self._read_in(row["title"], row["code"], row["code"])

    def work(self) -> None:
        """Publish the first two editions, then prepare the third until now, under its second review."""
        self._first_edition()
        self._clock.set(self._now - _SECOND)
        self._second_edition()
        requests = Requests(self._services, self._actor)
        self._clock.set(self._now - _PATROLS)
        requests.take_patrols_in(self._today())
        requests.turn_fines_back()
        self._clock.set(self._now - _THIRD)
        self._third_list()
        self._clock.set(self._now - _ROUND_OPENED)
        self._first_round()
        self._clock.set(self._now - _ROUND_CLOSED)
        self._services.review.close_round(self._actor, early=True)
        self._clock.set(self._now - _ROUND_AGAIN)
        self._second_round()
        requests.ask_for_house_checks(self._today())
        requests.ask_to_hand_over()

    # ------------------------------------------------------------ editions

    def _first_edition(self) -> None:
        """What grids did already becomes the township's first list, with two matters of its own."""
        drafting = self._services.drafting
        drafting.begin(self._actor, "首版工作清单", "以网格在用事项为底，对照履职清单梳理")
        drafting.collect(self._actor, ["WG"])
        self._gather("1")
        burning = self._key("露天焚烧")
        for name in _BURNING:
            drafting.add(self._actor, {"name": name}, like=burning)
        self._publish("镇党委会议审议通过")

    def _second_edition(self) -> None:
        """A wording is set right, two matters become one, another one becomes two."""
        drafting = self._services.drafting
        drafting.begin(self._actor, "首次调整版", "运行两个月后的第一次调整")
        leaves, rubbish = (self._key(name) for name in _BURNING)
        drafting.merge(self._actor, leaves, [rubbish], typed={"name": "露天焚烧落叶垃圾"})
        drafting.edit(self._actor, self._key("乱倒建筑垃圾"), {"name": "乱倒建筑垃圾和装修垃圾"})
        fires = self._key("山林野外用火")
        drafting.split(self._actor, fires, [({"name": "林区祭祀用火"}, ())])
        drafting.number_all(self._actor)
        self._publish("根据一线办理情况调整")

    def _third_list(self) -> None:
        """The departments' books come in as well; much is left to look at."""
        drafting, classing = self._services.drafting, self._services.classing
        for row in table("books.csv"):
            if row["later"]:
                self._read_in(f"{row['title']}（重新下放）", row["later"], row["code"])
        drafting.begin(self._actor, "部门下放版", "纳入县直部门下放事项")
        drafting.collect(self._actor)
        edit = ReplaceRules(_rules())
        classing.save(self._actor, edit, classing.preview(self._actor, edit).fingerprint)
        classing.apply(self._actor, classing.plan(self._actor).fingerprint)
        self._gather("3")
        drafting.keep_apart(
            self._actor, [self._key(name) for name in _APART], note="一个是燃放，一个是零售点"
        )
        drafting.number_all(self._actor)
        chairs, gear = self._key("公共座椅破损"), self._key("健身器材损坏")
        drafting.merge(self._actor, gear, [chairs], typed={"name": "公共座椅和健身器材损坏"})
        drafting.retire(self._actor, [self._key("公益宣传栏损坏")], "由文明办统一维护，不再派网格")
        street = self._key("路灯不亮")
        drafting.edit(self._actor, street, {"conditions": self._sooner(street)})

    # ------------------------------------------------------------ review

    def _first_round(self) -> None:
        review = self._services.review
        asked = [row["department"] for row in table("books.csv") if row["kind"] == SourceKind.DEPARTMENT]
        opened = review.open_round(self._actor, days=5, departments=asked)
        review.mark_sent(self._actor, [each.id for each in opened.departments])
        given = self._give("1")
        self._agree()
        for row, key in given:
            match row["settled"]:
                case "accepted":
                    review.accept(self._actor, key)
                case "rejected":
                    review.reject(self._actor, key, row["answer"])
                case "carried":
                    review.carry(self._actor, key)

    def _agree(self) -> None:
        """Take the sheets of departments that agree with all they said nothing else about."""
        review, agree = self._services.review, OpinionKind.AGREE.value
        for packet in review.packets(self._actor, _ANSWER_WHOLLY):
            rows = [
                GivenRow(row.number, row.key, agree, "", "", "", "", "")
                for row in packet.rows
                if row.opinion is None
            ]
            review.take(self._actor, f"{packet.department}.xlsx", "征求意见", rows)

    def _second_round(self) -> None:
        review = self._services.review
        opened = review.open_round(self._actor, days=5, only_changed=True, departments=_ASKED_AGAIN)
        review.mark_sent(self._actor, [each.id for each in opened.departments])
        self._give("2")

    def _give(self, number: str) -> list[tuple[Mapping[str, str], int]]:
        """Let departments say what they said in a round; return each opinion's row and key."""
        given: list[tuple[Mapping[str, str], int]] = []
        keys = self._keys()
        for row in table("opinions.csv"):
            if row["round"] != number:
                continue
            facts = OpinionFacts(
                OpinionKind(row["kind"]),
                field=row["field"],
                proposed=row["proposed"],
                reason=row["reason"],
                belongs_to=row["belongs_to"],
            )
            made = self._services.review.opine(self._actor, row["department"], keys[row["item"]], facts)
            given.append((row, made.line.key))
        return given

    # ------------------------------------------------------------ parts

    def _today(self) -> date:
        return self._clock.now().astimezone(self._services.calendar.current().time.zone).date()

    def _read_in(self, title: str, name: str, book: str) -> None:
        file = (f"{title}.csv", data_bytes(f"books/{name}.csv"))
        self._services.sources.import_file(self._actor, file, book)

    def _publish(self, note: str) -> None:
        drafting, today = self._services.drafting, self._today()
        plan = drafting.plan(self._actor, today)
        drafting.publish(self._actor, today, plan.plan.fingerprint, note=note)

    def _gather(self, edition: str) -> None:
        """Merge items into the matters they belong to, all as one step."""
        groups: dict[str, list[int]] = {}
        keys = self._keys()
        for row in table("gathering.csv"):
            if row["edition"] == edition:
                groups.setdefault(row["into"], []).append(keys[row["item"]])
        whole = [[keys[code], *items] for code, items in groups.items()]
        self._services.drafting.merge_many(self._actor, whole)

    def _key(self, word: str) -> int:
        """Return the matter of the list by its code or its exact name; a new one before an old one."""
        return self._keys(word)[word]

    def _keys(self, word: str = "") -> Mapping[str, int]:
        """Return all matters of the list by code and by exact name, or those that may be meant by a word."""
        lines = self._services.drafting.entries(self._actor, word, limit=_WHOLE_LIST).rows
        found: dict[str, int] = {}
        for each in sorted(lines, key=lambda each: (each.is_new, each.matter_id)):
            found[each.code] = found[each.name] = each.matter_id
        return found

    def _sooner(self, matter_id: int) -> Sequence[Mapping[str, object]]:
        """Return the conditions of an entry, the first one to be met in two working days."""
        first, *others = draft_document(self._services.drafting.entry(self._actor, matter_id).draft)[
            "conditions"
        ]
        return [{**first, "limit": "2WD"}, *others]


_ASKED_AGAIN = ("县城市管理局", "县民政局", "县水利局", "县自然资源局")
"""Those with something worded otherwise than they were asked about, or still open"""
_ANSWER_WHOLLY = ("县城市管理局", "县民政局", "县应急管理局")
_BURNING = ("焚烧落叶", "焚烧生活垃圾")
_APART = ("烟花爆竹违规燃放的劝阻", "烟花爆竹零售点安全检查")


def _rules() -> tuple[RuleDraft, ...]:
    """Return the township's rules of classification, in their order."""
    return tuple(
        RuleDraft(
            row["name"],
            When(words=_several(row["words"]), without=_several(row["without"]), only_new=True),
            Then(
                class_key=row["class_key"] or None,
                kind=MatterKind(row["kind"]) if row["kind"] else None,
                urgency=int(row["urgency"]) if row["urgency"] else None,
                severity=int(row["severity"]) if row["severity"] else None,
            ),
            row["note"],
        )
        for row in table("rules.csv")
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))
