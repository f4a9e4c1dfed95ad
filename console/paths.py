"""Files of this machine, found as somebody types their path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.forms.fields import Candidate
from console.i18n import _
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from console.forms.fields import Source

_ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".csv"})
_MOST = 40
"""Files offered at once"""
_LOOKED_AT = 2000
"""Entries of a folder that are looked at"""


def files_source(folder: Path, endings: AbstractSet[str] = _ENDINGS) -> Source:
    """Return a search for files by path; without a path in the folder of exports and at home.

    Args:
        folder: of exports.
        endings: which files, dots and all; workbooks by default.
    """

    def source(text: str) -> Sequence[Candidate]:
        typed = text.strip()
        if "/" not in typed:
            places = (folder, Path.cwd(), Path.home())
            found = [each for place in places for each in _listed(place, typed, endings)]
            return list({each.key: each for each in found}.values())[:_MOST]
        place, _slash, beginning = typed.rpartition("/")
        return list(_listed(Path(f"{place}/").expanduser(), beginning, endings))[:_MOST]

    return source


def _listed(place: Path, beginning: str, endings: AbstractSet[str]) -> Iterator[Candidate]:
    """Yield the folders and files of a folder whose names contain a text, files first."""
    wanted = fold(beginning)
    names: list[Path] = []
    try:
        for number, each in enumerate(place.iterdir()):
            if number >= _LOOKED_AT:
                break
            if wanted in fold(each.name) and not each.name.startswith("."):
                names.append(each)
        files = sorted((each for each in names if each.suffix.lower() in endings), key=lambda each: each.name)
        folders = sorted((each for each in names if each.is_dir()), key=lambda each: each.name)
    except OSError:
        # A folder that cannot be looked into offers nothing; the file named in it says why.
        return
    for each in files:
        yield Candidate(str(each), each.name, str(each.parent), detail=str(each), shown=str(each))
    for each in folders:
        yield Candidate(f"{each}/", f"{each.name}/", _("folder"), detail=str(each), shown=f"{each}/")
