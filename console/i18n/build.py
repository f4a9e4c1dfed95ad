"""Making of the translation catalogue: a tool for makers, needs babel, is not installed.

python console/i18n/build.py            merge zh_CN/*.po and compile them
python console/i18n/build.py missing    print what has no translation yet, as .po entries
"""

from __future__ import annotations

import ast
import io
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

I18N = Path(__file__).resolve().parent
ROOT = I18N.parent.parent
SOURCE_PACKAGES = ("console", "models", "scenarios", "migrations")
LANGUAGES = ("zh_CN",)
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

_CALL = re.compile(r"(?<!\w)(_|N_|ngettext|pgettext)\(")
_GAP = r"(?:\s|#[^\n]*\n)*+"
_LITERAL = r"""(?:[rRuU]?(?:"(?!"")(?:[^"\\\n]|\\.)*+"|'(?!'')(?:[^'\\\n]|\\.)*+'))"""
_TEXT = rf"(?:{_GAP}{_LITERAL})++"
_TEXTS = re.compile(rf"({_TEXT}){_GAP}(?:,({_TEXT}){_GAP})?[,)]", re.DOTALL)
_NOTHING_SAID = re.compile(r"[^'\"\n()]*\)")
"""What is called with a name alone, or with nothing"""

MessageId = str | tuple[str, str]
"""One text, or its singular and plural."""
Key = tuple[str | None, MessageId]
"""Context, if any, and message id: what makes an entry of a catalogue unique."""


class BrokenFragment(ValueError):
    """A .po file cannot be merged; the message names the file and the entry."""


@dataclass
class Extracted:
    """The message ids of the source, each with the places it occurs at."""

    places: dict[Key, list[str]] = field(default_factory=dict)


def fragments(language: str) -> list[Path]:
    """Return the translation sources of ``language``, in a stable order."""
    return sorted((I18N / language).glob("*.po"))


def compiled(language: str) -> Path:
    """Return where the compiled catalogue of ``language`` lives."""
    return I18N / language / "LC_MESSAGES" / "yiwang.mo"


def read_fragment(path: Path) -> Catalog:
    """Read one .po file; a file that is no valid catalogue is refused by name and line."""
    try:
        with path.open("rb") as source:
            return read_po(source, abort_invalid=True)
    except (PoFileError, UnicodeError) as error:
        message = f"{path.name}: {error}"
        raise BrokenFragment(message) from error


def key_of(message: Message) -> Key:
    """Return what identifies ``message`` within a catalogue."""
    msgid = message.id
    if isinstance(msgid, str):
        return (message.context, msgid)
    return (message.context, (msgid[0], msgid[1]))


def entries(path: Path) -> Iterator[tuple[Key, Message]]:
    """Yield the entries of one .po file, its header left out."""
    for message in read_fragment(path):
        if message.id:
            yield key_of(message), message


def merge(language: str) -> Catalog:
    """Return one catalogue of all fragments.

    Raises:
        BrokenFragment: a file is not valid, or two files translate one message differently.
    """
    whole = Catalog(locale=language, domain="yiwang", charset="utf-8", fuzzy=False)
    owners: dict[Key, tuple[str, object]] = {}
    for path in fragments(language):
        for key, message in entries(path):
            text = message.string
            owner, known = owners.setdefault(key, (path.name, text))
            if known != text:
                note = f"{path.name} and {owner} translate {key[1]!r} differently"
                raise BrokenFragment(note)
            whole.add(message.id, text, context=message.context)
    return whole


def compile_catalogue(language: str) -> Path:
    """Merge and compile the fragments of ``language``; return the file made.

    The file is replaced in one step, so a program starting meanwhile reads the old or the
    new one, never half of it.
    """
    target = compiled(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_mo(buffer, merge(language))
    fresh = target.with_suffix(".new")
    fresh.write_bytes(buffer.getvalue())
    fresh.replace(target)
    return target


def stale(language: str) -> bool:
    """Say whether a .po file (or the set of them) is newer than the compiled catalogue."""
    target = compiled(language)
    if not target.exists():
        return True
    # The directory's own time moves when a fragment is added or removed.
    newest = max(path.stat().st_mtime for path in [I18N / language, *fragments(language)])
    return newest > target.stat().st_mtime


def extract() -> Extracted:
    """Collect every message id of the source packages, with ``file:line`` of each use."""
    found = Extracted()
    for package in SOURCE_PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            said = plainly_said(path.read_text(encoding="utf-8"))
            for line, key in said_anyhow(path) if said is None else said:
                found.places.setdefault(key, []).append(f"{path.relative_to(ROOT)}:{line}")
    return found


def said_anyhow(path: Path) -> Iterator[tuple[int, Key]]:
    """Yield the messages of a file, each with the line it is said at, however that is written."""
    for line, message, _comments, context in extract_from_file("python", path, KEYWORDS):
        yield line, (context, message if isinstance(message, str) else (message[0], message[1]))


def plainly_said(source: str) -> list[tuple[int, Key]] | None:
    """Return what :func:`said_anyhow` does, in a tenth of the time: only the calls are looked at.

    Those within f-strings and docstrings are found as well, which the other leaves out.
    ``None`` if one of them is written otherwise than with plain strings, so that all tokens have to
    be read.
    """
    found: list[tuple[int, Key]] = []
    for call in _CALL.finditer(source):
        texts = _TEXTS.match(source, call.end())
        if texts is None:
            if _NOTHING_SAID.match(source, call.end()) is None:
                return None
            continue
        first, second = (each and ast.literal_eval(f"({each}\n)") for each in texts.groups())
        line = source.count("\n", 0, texts.end(1) - len(texts[1].lstrip())) + 1
        match call[1]:
            case "ngettext" | "pgettext" if second is None:
                return None
            case "ngettext":
                found.append((line, (None, (first, second))))
            case "pgettext":
                found.append((line, (first, second)))
            case _:
                found.append((line, (None, first)))
    return found


def missing(language: str) -> dict[Key, list[str]]:
    """Return the message ids of the source that no fragment translates, with their places."""
    translated = {
        key for path in fragments(language) for key, message in entries(path) if _is_translated(message)
    }
    return {key: places for key, places in extract().places.items() if key not in translated}


def _is_translated(message: Message) -> bool:
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return bool(texts) and all(texts) and not message.fuzzy


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def skeleton(keys: dict[Key, list[str]]) -> str:
    """Return .po entries with empty translations, to be filled in and kept in a fragment."""
    blocks = []
    for (context, msgid), places in keys.items():
        lines = [f"#: {place}" for place in places]
        if context is not None:
            lines.append(f"msgctxt {_quoted(context)}")
        if isinstance(msgid, str):
            lines += [f"msgid {_quoted(msgid)}", 'msgstr ""']
        else:
            lines += [f"msgid {_quoted(msgid[0])}", f"msgid_plural {_quoted(msgid[1])}", 'msgstr[0] ""']
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def main(arguments: list[str]) -> int:
    """Compile the catalogues, or print what they lack; return the exit code."""
    if arguments == ["missing"]:
        for language in LANGUAGES:
            lacking = missing(language)
            sys.stdout.write(skeleton(lacking) + "\n" if lacking else "")
        return 0
    if arguments not in ([], ["compile"]):
        sys.stderr.write(__doc__ or "")
        return 2
    for language in LANGUAGES:
        compile_catalogue(language)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
