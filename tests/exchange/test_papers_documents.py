"""Documents: read back with another program's eyes, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from models.exchange.papers.document import write_docx
from models.exchange.papers.markdown import write_markdown
from models.exchange.papers.model import (
    Align,
    Band,
    Bullets,
    Column,
    Contents,
    Document,
    Drawing,
    Heading,
    NewPage,
    Paragraph,
    Table,
    labelled,
)
from models.exchange.papers.plain import write_text
from models.kernel.numerals import chinese_number

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
HOSTILE = "\x1b[31m=1+1|<b>粗\u202e\x00体</b> [链](x) *星*"
COLUMNS = (Column("序号", 0.5, Align.CENTRE), Column("事项名称", 3), Column("职责", 2))
DOCUMENT = Document(
    "大岭镇清单",
    (
        Contents(),
        NewPage(landscape=True),
        Heading("基本履职"),
        Heading("党的建设", 2),
        Heading("要点", 3),
        Heading("细目", 4),
        Paragraph("第一行\n第二行"),
        Bullets(("甲", "乙"), numbered=True),
        Bullets(("丙",)),
        Drawing("+--+\n|  |\n+--+"),
        Heading("配合履职"),
        Heading("经济发展", 2),
        Table(COLUMNS, (Band("一、党的建设（1项）", 2), ("1", HOSTILE, "1.巡查\n2.上报")), "表一"),
        NewPage(),
        Paragraph("1. 结尾", bold=True),
        Heading("附件", numbered=False),
    ),
    issuer="大岭镇人民政府",
    day=date(2026, 3, 2),
    cover=True,
)


def written(document: Document = DOCUMENT, at: datetime = AT) -> bytes:
    target = io.BytesIO()
    write_docx(document, target, at)
    return target.getvalue()


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (100, "一百"), (103, "一百零三"),
     (110, "一百一十"), (112, "一百一十二"), (1001, "一千零一"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_numbers_before_headings(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, 10_000])
def test_no_heading_has_such_a_number(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_headings_are_numbered_level_by_level() -> None:
    texts = [text for block, text in labelled(DOCUMENT.blocks) if isinstance(block, Heading)]
    assert texts == [
        "一、基本履职", "（一）党的建设", "1. 要点", "（1）细目", "二、配合履职", "（一）经济发展", "附件",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="level 5"):
        list(labelled([Heading("太深", 5)]))


def test_word_reads_what_was_written() -> None:
    word = opened(written())
    texts = [paragraph.text for paragraph in word.paragraphs]
    headings = [each.text for each in word.paragraphs if each.style.name.startswith("Heading")]
    assert headings == [text for block, text in labelled(DOCUMENT.blocks) if isinstance(block, Heading)]
    assert "大岭镇人民政府" in texts
    assert "2026年3月2日" in texts
    assert texts[texts.index("目录") + 1 :][:5] == [
        "一、基本履职", "（一）党的建设", "二、配合履职", "（一）经济发展", "一、党的建设（1项）",
    ]  # fmt: skip
    assert "1. 甲" in texts
    assert "+--+\n|  |\n+--+" in texts


def test_tables_repeat_their_header_and_bands_go_across() -> None:
    table = opened(written()).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "事项名称", "职责"]
    assert rows[1] == ["一、党的建设（1项）"] * 3
    assert rows[2] == ["1", "=1+1|<b>粗体</b> [链](x) *星*", "1.巡查\n2.上报"]
    header = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert header == [True, False, False]


def test_pages_are_a4_numbered_and_turned_where_asked() -> None:
    word = opened(written())
    first, second = word.sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert (round(second.page_width.mm), round(second.page_height.mm)) == (297, 210)
    assert first.different_first_page_header_footer
    assert not second.different_first_page_header_footer
    assert " PAGE " in first.footer._element.xml


def test_faces_have_a_second_name() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as file:
        fonts = file.read("word/fontTable.xml").decode()
        styles = file.read("word/styles.xml").decode()
        names = file.namelist()
    for face, other in (
        ("方正小标宋简体", "STZhongsong"),
        ("仿宋", "FangSong"),
        ("黑体", "SimHei"),
        ("楷体", "KaiTi"),
    ):
        assert f'w:name="{face}"><w:altName w:val="{other}"/>' in fonts
        assert f'w:eastAsia="{face}"' in styles
    assert not [name for name in names if "thumbnail" in name or "Effects" in name]


def test_the_same_moment_gives_the_same_bytes_and_no_maker() -> None:
    data = written()
    assert written() == data
    assert written(at=LATER) != data
    properties = opened(data).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created == AT
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {info.date_time for info in file.infolist()} == {(2026, 3, 2, 1, 0, 0)}


def test_markdown_obeys_nothing_that_data_says() -> None:
    target = io.BytesIO()
    write_markdown(DOCUMENT, target)
    text = target.getvalue().decode()
    assert text.startswith("# 大岭镇清单\n\n大岭镇人民政府　2026年3月2日\n")
    assert "## 一、基本履职\n\n### （一）党的建设\n\n#### 1. 要点" in text
    assert "| **一、党的建设（1项）** |  |  |" in text
    assert r"| 1 | =1+1\|&lt;b\>粗体&lt;/b\> \[链\](x) \*星\* | 1.巡查<br>2.上报 |" in text
    assert "**1\\. 结尾**" in text
    assert "```\n+--+\n|  |\n+--+\n```" in text
    assert "第一行  \n第二行" in text
    assert "  - 一、党的建设（1项）" in text


def test_plain_text_lines_up() -> None:
    target = io.BytesIO()
    table = Table(COLUMNS[:2], (Band("一、党的建设（2项）"), ("1", "甲"), ("12", "乙\n丙")), "表一")
    write_text(Document("清单", (Contents(), Heading("情况"), table, NewPage(), Drawing("+-+"))), target)
    assert target.getvalue().decode() == (
        "清单\n\n目录\n一、情况\n\n一、情况\n\n"
        "表一\n序号  事项名称\n一、党的建设（2项）\n1     甲\n12    乙 丙\n\n\f\n\n+-+\n"
    )
