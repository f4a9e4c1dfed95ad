"""What speaks for likeness besides the name: articles of law, and departments."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LAW = re.compile(r"《([^》]+)》|第([〇零一二两三四五六七八九十百千\d]+)条(?:之([一二三四五六七八九十]))?")
_STATE = re.compile(r"^中华人民共和国")
_YEAR = re.compile(r"\([^)]*\)|〔[^〕]*〕|\d{4}年(?:修正|修订|版)?")
_DIGITS = {letter: number for number, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BETWEEN = re.compile(r"[、，,;；/\s]+|和(?!信)")
_PLACE = re.compile(r"^.{0,6}?(?:自治[州县区]|[省市县区旗镇乡]|街道)(?=.{2})")
_TAIL = re.compile(
    r"(?:委员会|事务局|管理局|监督管理局|总局|分局|大队|支队|中队|局|办公室|办|委|中心|站|所|队)$"
)
_OFFICES = (
    ("market", "市场监管|市场监督|市监|工商|食药监"),
    ("housing", "住建|住房和城乡建设|住房城乡建设|建设局|房管"),
    ("urban", "城管|城市管理|综合执法|综合行政执法"),
    ("emergency", "应急|安监"),
    ("fire", "消防"),
    ("labour", "人社|人力资源|社会保障局|社保"),
    ("health", "卫健|卫生|计生|疾控"),
    ("farming", "农业|畜牧|农经|乡村振兴"),
    ("land", "自然资源|国土|规划"),
    ("environment", "生态环境|环保|环境保护"),
    ("culture", "文旅|文广|文化|旅游"),
    ("veterans", "退役军人"),
    ("insurance", "医保|医疗保障"),
    ("schools", "教育|教体"),
    ("police", "公安|派出所|交警"),
    ("justice", "司法"),
    ("law", "政法|综治"),
    ("civil", "民政"),
    ("disabled", "残联|残疾人联合会"),
    ("women", "妇联|妇女联合会"),
    ("party", "组织部"),
    ("publicity", "宣传部"),
    ("front", "统战|民宗|宗教"),
    ("forest", "林业|林草"),
    ("water", "水利|水务"),
    ("traffic", "交通"),
    ("trade", "商务"),
    ("reform", "发改|发展和改革|发展改革"),
    ("industry", "工信|工业和信息化|经信"),
    ("petitions", "信访"),
    ("army", "人武部|武装部"),
    ("statistics", "统计"),
)
_OFFICE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _OFFICES))
_NO_LAW = frozenset[tuple[str, int]]()


@lru_cache(maxsize=65536)
def articles_of(text: str) -> frozenset[tuple[str, int]]:
    """Return the articles a legal basis cites, as law and number.

    「《中华人民共和国消防法》第二十八条、第60条」 cites 消防法 28 and 60. A law without an
    article is too wide to say anything and is left out.
    """
    if "条" not in text:
        return _NO_LAW
    found: set[tuple[str, int]] = set()
    law = ""
    for name, number, _part in _LAW.findall(unicodedata.normalize("NFKC", text)):
        if name:
            law = _YEAR.sub("", _STATE.sub("", "".join(name.split())))
        elif law:
            found.add((law, _arabic(number)))
    return frozenset(found)


@lru_cache(maxsize=16384)
def offices_of(text: str) -> frozenset[str]:
    """Return the offices a department cell names, whatever level they are of and however abbreviated."""
    found: set[str] = set()
    for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text).strip()):
        known = {match.lastgroup or "" for match in _OFFICE.finditer(piece)}
        if known:
            found |= known
        elif piece:
            found.add(_TAIL.sub("", _PLACE.sub("", piece)) or piece)
    return frozenset(found)


def agree(first: frozenset[str], second: frozenset[str]) -> bool:
    """Say whether two sets of offices may be the same; who says nothing contradicts nobody."""
    return not first or not second or not first.isdisjoint(second)


def _arabic(text: str) -> int:
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for letter in text:
        if letter in _UNITS:
            total += (digit or 1) * _UNITS[letter]
            digit = 0
        elif letter in _DIGITS:
            digit = _DIGITS[letter]
    return total + digit
