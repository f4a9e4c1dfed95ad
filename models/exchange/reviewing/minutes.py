"""The minutes of a round: who took part, how often who said what, what was decided and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from models.catalogue.review.rules import DUTY_WORDS, field_text
from models.catalogue.review.views import OpinionKind, OpinionState, RoundState, Silence
from models.catalogue.views import DutyList
from models.exchange.papers.forms import Paper
from models.exchange.papers.model import (
    Align,
    Column,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Table,
    written_day,
)
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Tone, Workbook
from models.exchange.reviewing.words import KINDS, STATES, field_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from models.catalogue.review.views import Counts, OpinionView, Protocol
    from models.exchange.papers.model import Block
    from models.exchange.papers.sheets import Cell

_COUNTED = ("部门", "征求事项", "已反馈", "同意", "修改后同意", "不同意", "非本部门职责", "未反馈")
_DECIDED = ("部门", "事项", "意见", "原表述", "建议或现表述", "部门理由", "处理", "处理理由", "决定人")
_OPEN = ("部门", "事项", "意见", "原表述", "建议表述", "部门理由", "说明")
_NOTHING = "无。"


def minutes_title(protocol: Protocol) -> str:
    """Return the title of the minutes."""
    return f"{protocol.edition}事项清单第{protocol.round.number}轮会审纪要"


def minutes(protocol: Protocol, township: str, zone: str, day: date) -> Paper:
    """Return the minutes of a round, to be read and to be worked with.

    Args:
        protocol: what happened.
        township: whose list it is.
        zone: the township's, an IANA name.
        day: the day they are written.
    """
    decided = [each for each in protocol.opinions if _is_decided(each)]
    carried = [each for each in protocol.opinions if each.line.state is OpinionState.CARRIED]
    waiting = [each for each in protocol.opinions if each not in decided and each not in carried]
    counted = [(each.name, each.counts) for each in protocol.departments]
    title = f"{township}{minutes_title(protocol)}"
    blocks: list[Block] = [
        Heading("基本情况"),
        *(Paragraph(text) for text in _facts(protocol, ZoneInfo(zone))),
        Heading("参加部门和意见统计"),
        _table(_COUNTED, _count_rows(counted, protocol.round.counts), shares=(2.4, *[1.0] * 7), numbers=1),
        NewPage(landscape=True),
        Heading(f"意见处理情况（{len(decided)}条）"),
        *_part(_DECIDED, map(_decided_row, decided)),
        Heading(f"转下一轮的意见（{len(carried)}条）"),
        *_part(_OPEN, map(_open_row, carried)),
    ]
    if waiting:
        blocks += [Heading(f"尚未处理的意见（{len(waiting)}条）"), *_part(_OPEN, map(_open_row, waiting))]
    document = Document(title, tuple(blocks), issuer=township, day=day)
    note = f"填报单位：{township}", f"日期：{written_day(day)}"
    rows = _count_rows(counted, protocol.round.counts)
    pages = [
        _sheet("意见统计", f"{title}（意见统计）", _COUNTED, rows, note),
        _sheet("意见处理", f"{title}（意见处理）", _DECIDED, map(_decided_row, decided), note),
        _sheet("转下一轮", f"{title}（转下一轮）", _OPEN, map(_open_row, carried), note),
    ]
    if waiting:
        pages.append(_sheet("尚未处理", f"{title}（尚未处理）", _OPEN, map(_open_row, waiting), note))
    return Paper(document, Workbook(tuple(pages), title))


def _is_decided(view: OpinionView) -> bool:
    settled = {OpinionState.ACCEPTED, OpinionState.REJECTED, OpinionState.WITHDRAWN}
    return view.line.state in settled and not view.line.undone


def _facts(protocol: Protocol, zone: ZoneInfo) -> list[str]:
    line, counts = protocol.round, protocol.round.counts

    def on(moment: datetime) -> str:
        return written_day(moment.astimezone(zone).date())

    due, opened = written_day(line.due_on), on(line.opened_at)
    begun = f"第{line.number}轮会审由{line.opened_by}于{opened}发起，反馈截止{due}。"
    asked = f"向{line.departments}个部门征求{line.entries}项事项的意见，共{counts.asked}项次，"
    texts = [f"{begun}{asked}收到{counts.answered}项次。"]
    if line.reason:
        texts.append(f"增加本轮的原因：{line.reason}")
    texts.append(
        f"其中同意{counts.agreed}项次，修改后同意{counts.changed}条，不同意{counts.objected}条，"
        f"非本部门职责{counts.not_ours}条，未反馈{counts.asked - counts.answered}项次。"
    )
    texts.append(
        f"采纳{counts.accepted}条，不采纳{counts.rejected}条，部门撤回{counts.withdrawn}条，"
        f"转下一轮{sum(each.line.state is OpinionState.CARRIED for each in protocol.opinions)}条。"
    )
    silence = "按同意处理" if line.silence is Silence.AGREES else "不作同意处理，下一轮继续征求"
    texts.append(f"逾期未反馈的，{silence}。")
    if line.state is RoundState.CLOSED and line.closed_at is not None:
        texts.append(f"本轮会审由{line.closed_by}于{on(line.closed_at)}结束。")
    else:
        texts.append("本轮会审尚未结束。")
    return texts


def _count_rows(counted: Sequence[tuple[str, Counts]], total: Counts) -> list[tuple[Cell, ...]]:
    return [
        (
            name,
            each.asked,
            each.answered,
            each.agreed,
            each.changed,
            each.objected,
            each.not_ours,
            each.asked - each.answered,
        )
        for name, each in (*counted, ("合计", total))
    ]


# ---------------------------------------------------------------- opinions


def _entry(view: OpinionView) -> str:
    return f"{view.line.code} {view.line.name}".strip()


def _opinion(view: OpinionView) -> str:
    line = view.line
    text = KINDS[line.kind] if line.kind is not None else ""
    if line.field:
        return f"{text}（{field_title(line.field)}）"
    return f"{text}（应归属{view.belongs_to}）" if view.belongs_to else text


def _why(view: OpinionView) -> str:
    return "\n".join(filter(None, (view.reason, f"依据：{view.basis}" if view.basis else "")))


def _before(view: OpinionView) -> str:
    if view.taken:
        return _values(view, 0)
    if view.line.field:
        return field_text(view.sent, view.line.field)
    if view.line.kind is OpinionKind.NOT_OURS:
        return "、".join(filter(None, (view.sent.department, view.lead_unit, *view.sent.assisting)))
    return ""


def _after(view: OpinionView) -> str:
    return _values(view, 1) if view.taken else view.line.proposed or view.belongs_to


def _values(view: OpinionView, place: int) -> str:
    parts = []
    for name, values in view.taken.items():
        text = _value(name, values[place])
        parts.append(text if len(view.taken) == 1 else f"{field_title(name)}：{text}")
    return "\n".join(parts)


def _value(name: str, value: Any) -> str:
    if name == "duty_list":
        return DUTY_WORDS[DutyList(value)] if value else ""
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _decided_row(view: OpinionView) -> tuple[Cell, ...]:
    state = view.line.state
    return (
        view.line.department,
        _entry(view),
        _opinion(view),
        _before(view),
        _after(view),
        _why(view),
        "" if state is None else STATES[state],
        view.settled_reason,
        view.settled_by,
    )


def _open_row(view: OpinionView) -> tuple[Cell, ...]:
    return (
        view.line.department,
        _entry(view),
        _opinion(view),
        _before(view),
        view.line.proposed or view.belongs_to,
        _why(view),
        view.settled_reason,
    )


# ---------------------------------------------------------------- tables


def _part(titles: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> list[Block]:
    found = list(rows)
    if not found:
        return [Paragraph(_NOTHING)]
    return [_table(titles, found, shares=[_SHARES.get(title, 1.4) for title in titles])]


_SHARES = {"事项": 2.0, "原表述": 2.2, "建议或现表述": 2.2, "建议表述": 2.2, "部门理由": 2.2, "处理": 1.0}


def _table(
    titles: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    *,
    shares: Sequence[float],
    numbers: int | None = None,
) -> Table:
    columns = tuple(
        Column(title, share, Align.RIGHT if numbers is not None and place >= numbers else Align.LEFT)
        for place, (title, share) in enumerate(zip(titles, shares, strict=True))
    )
    return Table(columns, tuple(tuple(str(cell) for cell in row) for row in rows))


def _sheet(
    name: str, title: str, titles: Sequence[str], rows: Iterable[tuple[Cell, ...]], note: tuple[str, str]
) -> Sheet:
    found = [SheetRow(row, Tone.TOTAL if row[0] == "合计" else Tone.PLAIN) for row in rows]
    columns = tuple(SheetColumn(each, most=36) for each in titles)
    return Sheet(name, title, columns, tuple(found), *note, landscape=True)
