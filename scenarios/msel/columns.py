"""The columns of a table of injects, by the headings trainers give them."""

from __future__ import annotations

from dataclasses import dataclass

from models.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name here, its heading in both languages, and what else it is called."""

    name: str
    chinese: str
    english: str
    width: int
    synonyms: tuple[str, ...] = ()
    machine: bool = False
    """Holds what only this program writes, as JSON"""

    def headings(self) -> frozenset[str]:
        """Return every heading that stands for the column, folded."""
        return frozenset(fold(each) for each in (self.chinese, self.english, *self.synonyms))


COLUMNS = (
    Column(
        "number",
        "序号",
        "Number",
        8,
        ("编号", "导调编号", "事件编号", "No.", "No", "#", "Serial", "Inject No", "MSEL No"),
    ),
    Column(
        "time",
        "计划时间",
        "Planned time",
        12,
        (
            "时间",
            "时刻",
            "导调时间",
            "注入时间",
            "推送时间",
            "Time",
            "Scheduled time",
            "Inject time",
            "Event time",
        ),
    ),
    Column("title", "标题", "Title", 22, ("事件名称", "事件", "主题", "Subject", "Event", "Event title")),
    Column(
        "text",
        "导调信息",
        "Inject",
        50,
        (
            "注入信息",
            "信息内容",
            "导调内容",
            "内容",
            "情景",
            "情景描述",
            "事件描述",
            "Injects",
            "Description",
            "Event description",
            "Message",
            "Inject text",
        ),
    ),
    Column(
        "means",
        "方式",
        "Mode",
        10,
        ("导调方式", "传递方式", "注入方式", "途径", "Means", "Method", "Delivery"),
    ),
    Column(
        "sender",
        "发送方",
        "Sender",
        14,
        ("发出方", "发起方", "发送人", "信息来源", "来自", "From", "Source", "Injected by", "Controller"),
    ),
    Column(
        "receiver",
        "接收方",
        "Receiver",
        16,
        ("接收人", "接收单位", "接收对象", "对象", "参演单位", "To", "Recipient", "Target", "Player"),
    ),
    Column(
        "both",
        "发送/接收",
        "Sender/Receiver",
        16,
        ("收发方", "发送方/接收方", "From/To", "Sender / Receiver"),
    ),
    Column(
        "expected",
        "预期行动",
        "Expected outcome",
        36,
        (
            "预期结果",
            "预期响应",
            "期望行动",
            "应对措施",
            "Expected action",
            "Expected actions",
            "Expected response",
        ),
    ),
    Column("objectives", "演练目标", "Objective", 14, ("目标", "考核目标", "Objectives", "Capability")),
    Column(
        "allow",
        "允许分钟",
        "Minutes allowed",
        9,
        ("时限", "完成时限", "允许时间", "时长", "Minutes", "Time allowed", "Duration"),
    ),
    Column(
        "note",
        "评估要点",
        "Evaluator note",
        30,
        ("评估备注", "评估员备注", "备注", "评估", "Evaluator notes", "Evaluation", "Notes", "Remarks"),
    ),
    Column(
        "contingency", "备用", "Contingency", 8, ("应急导调", "是否备用", "备用导调", "Contingency inject")
    ),
    Column("place", "地点", "Place", 16, ("位置", "事发地点", "Location")),
    Column("grid", "网格", "Grid", 20, ("网格编码",)),
    Column("matter", "事项", "Matter", 10, ("事项编码",)),
    Column("id", "标识", "Id", 12, machine=True),
    Column("when", "触发", "When", 20, machine=True),
    Column("do", "动作", "Do", 30, machine=True),
    Column("more", "其他", "More", 20, machine=True),
)

KNOWN = frozenset(heading for column in COLUMNS for heading in column.headings())
WRITTEN = tuple(column for column in COLUMNS if column.name not in {"both", "place", "grid", "matter"})
"""The columns of an export."""
