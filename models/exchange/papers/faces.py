"""The typefaces and sizes of a Word document, by the customs of official papers.

GB/T 9704-2012 sets 2号小标宋 for the title, 3号仿宋 for the text, 黑体 and 楷体 for headings, and page
numbers in 4号宋体 between dashes. A machine without a face takes the one its font table names as the other
name of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from models.exchange.papers.wordtable import BODY_FACE, HEAD_FACE

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

TITLE_FACE = "方正小标宋简体"
SECOND_FACE, LATIN_FACE = "楷体", "Times New Roman"
FIXED_FACE = "宋体"
"""For drawings of characters: all Chinese faces are twice as wide as their Latin letters there."""
BODY_SIZE, TITLE_SIZE, COVER_SIZE, PAGE_SIZE = 16.0, 22.0, 32.0, 14.0
LINE_POINTS = 28.0
"""Between the lines of running text"""

_OTHER_NAMES = {
    # Few machines have it by law; offices take 华文中宋 in its place, which comes with their word processor.
    TITLE_FACE: ("STZhongsong", "roman"),
    "仿宋": ("FangSong", "modern"),
    "黑体": ("SimHei", "modern"),
    "楷体": ("KaiTi", "modern"),
    "宋体": ("SimSun", "roman"),
}
_HEADING_FACES = {1: HEAD_FACE, 2: SECOND_FACE, 3: BODY_FACE, 4: BODY_FACE}
_FONT_TABLE = PackURI("/word/fontTable.xml")
_SUPERFLUOUS = ("stylesWithEffects", "thumbnail", "customXml")
"""Parts of the empty document that no document of ours needs."""


def dress(word: WordDocument) -> None:
    """Give an empty document our styles and fonts, and take out what it does not need."""
    _leave_out(word)
    _name_fonts(word)
    # Which of its shapes a character has (Chinese or Japanese) where none of our faces is at hand.
    word.styles.element.find(f".//{qn('w:lang')}").set(qn("w:eastAsia"), "zh-CN")
    normal: Any = word.styles["Normal"]
    set_face(normal, BODY_FACE, BODY_SIZE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(LINE_POINTS)
    title: Any = word.styles["Title"]
    set_face(title, TITLE_FACE, TITLE_SIZE)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(14)
    title.paragraph_format.line_spacing = 1.2
    _drop(title.element.pPr, "w:pBdr")
    for level, face in _HEADING_FACES.items():
        style: Any = word.styles[f"Heading {level}"]
        set_face(style, face, BODY_SIZE)
        style.font.bold = level == max(_HEADING_FACES) - 1
        style.font.italic = False
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = Pt(LINE_POINTS)


def set_face(style: ParagraphStyle, face: str, size: float) -> None:
    """Set the faces, the size and plain black of a style."""
    style.font.name = LATIN_FACE
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts: Any = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), face)
    for name in ("w:spacing", "w:kern"):
        _drop(style.element.rPr, name)


def _drop(parent: Any, name: str) -> None:
    found = None if parent is None else parent.find(qn(name))
    if found is not None:
        parent.remove(found)


def _leave_out(word: WordDocument) -> None:
    for rels in (word.part.rels, word.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_SUPERFLUOUS)]:
            del rels[key]


def _name_fonts(word: WordDocument) -> None:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
        for name, (other, family) in _OTHER_NAMES.items()
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{fonts}</w:fonts>"
    )
    part: Any = next(part for part in word.part.package.iter_parts() if part.partname == _FONT_TABLE)
    # python-docx knows no font table and keeps the part as the bytes it was read with.
    part._blob = text.encode()  # noqa: SLF001
