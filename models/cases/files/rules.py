"""Which files are taken, and what they are called: by their content and their ending, both."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from typing import TYPE_CHECKING

from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST_NAME = 120
"""Characters of a name"""
_LONGEST_BYTES = 200
"""Bytes of a name in UTF-8: most systems take 255, and a copy may get something before it"""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ISO_MEDIA = b"ftyp"
_HEIC = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")
_LEADERS = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9")


def _begins(*leads: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(leads)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _text(head: bytes) -> bool:
    """Say whether a beginning is text in UTF-8 or GB 18030; its last character may be cut off."""
    if b"\x00" in head or not head:
        return False
    for codec in ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(codec)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _film(head: bytes) -> bool:
    return head[4:8] == _ISO_MEDIA and head[8:12] not in _HEIC


def _photo(head: bytes) -> bool:
    return head[4:8] == _ISO_MEDIA and head[8:12] in _HEIC


KINDS: dict[str, Callable[[bytes], bool]] = {
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "gif": _begins(b"GIF87a", b"GIF89a"),
    "webp": _riff(b"WEBP"),
    "bmp": _begins(b"BM"),
    "heic": _photo,
    "pdf": lambda head: b"%PDF-" in head[:1024],
    "doc": _begins(_OLE),
    "xls": _begins(_OLE),
    "ppt": _begins(_OLE),
    "wps": _begins(_OLE),
    "et": _begins(_OLE),
    "docx": _begins(*_ZIP),
    "xlsx": _begins(*_ZIP),
    "pptx": _begins(*_ZIP),
    "ofd": _begins(*_ZIP),
    "zip": _begins(*_ZIP),
    "txt": _text,
    "csv": _text,
    "mp4": _film,
    "mov": _film,
    "3gp": _film,
    "m4a": _film,
    "mp3": _begins(b"ID3", *_LEADERS),
    "amr": _begins(b"#!AMR"),
    "wav": _riff(b"WAVE"),
}
"""Endings that are taken, each with how its content begins."""
_INSIDE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "ofd": "OFD.xml"}
"""What an archive holds that is a document."""

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def ending(name: str) -> str:
    """Return the ending of a file's name in small letters, without its dot."""
    stem, dot, end = name.rpartition(".")
    return end.casefold() if dot and stem else ""


def fits(kind: str, head: bytes, path: Path) -> bool:
    """Say whether a content is what its ending says.

    Args:
        kind: the ending.
        head: how the content begins.
        path: where it lies whole; an archive is looked into, but never unpacked.
    """
    if not KINDS[kind](head):
        return False
    inside = _INSIDE.get(kind)
    if inside is None:
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith(inside) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def clean_name(name: str) -> str:
    """Return a file's name that harms no system, its ending kept.

    Folders are left out, and control characters, signs that turn the direction of writing, and what
    one system or the other does not take. ``CON`` and the like get a line before them. "" where
    nothing is left.
    """
    last = re.split(r"[\\/]", name)[-1]
    plain = _NOT_IN_NAMES.sub("_", clean_line(unicodedata.normalize("NFC", last)))
    plain = plain.strip(" .")
    stem, dot, end = plain.rpartition(".")
    if not dot:
        stem, end = plain, ""
    if len(end) > _LONGEST_ENDING:
        stem, dot, end = plain, "", ""
    tail = f"{dot}{end}"
    stem = stem.strip(" .")[: LONGEST_NAME - len(tail) - 1]
    while len(f"{stem}{tail}".encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    if not stem:
        return ""
    return f"_{stem}{tail}" if _RESERVED.match(f"{stem}{tail}") else f"{stem}{tail}"


_LONGEST_ENDING = 10
