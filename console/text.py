"""How facts are written for a reader: times in words, cell widths, numbers.

The office's time zone is applied here and nowhere else. Widths are counted in terminal
cells: a Chinese character takes two.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from console.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "CUT_MARK",
    "FAR_FUTURE_YEAR",
    "Times",
    "cell_len",
    "clock_zone",
    "cut",
    "duration",
    "fit",
    "limit_words",
    "short_number",
    "wrap",
]

CUT_MARK = ".."
"""What ends a text that was cut. ASCII, because terminals disagree about the width of an ellipsis."""

FAR_FUTURE_YEAR = 9000
"""A deadline from this year on means that there is none yet."""

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*([UWN][MHD])")
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_WEEK_DAYS = 7
_SHANGHAI_OFFSET = timedelta(hours=8)


# ---------------------------------------------------------------- cells


def cut(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` cells, ending in :data:`CUT_MARK` where it was cut.

    Never half a character. In less than four cells there is no room for the mark.
    """
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    room = width - len(CUT_MARK)
    if room < len(CUT_MARK):
        return set_cell_size(text, width).rstrip()
    # set_cell_size puts a space in place of the half character it had to leave out.
    return set_cell_size(text, room).rstrip() + CUT_MARK


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text`` in exactly ``width`` cells: cut, or padded on the left if ``right``."""
    short = cut(text, width)
    space = " " * (width - cell_len(short))
    return space + short if right else short + space


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells.

    Latin words stay whole where they can; Chinese may break anywhere, but no line begins
    with a closing punctuation mark, and none ends with an opening one. Line breaks of the
    text are kept.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, max(width, 2)))
    return lines


_PIECES = re.compile(r"[!-~]+[ ]*|\s|.", re.DOTALL)
_CLOSING = frozenset("，。；：、！？）》」』】”’…—,.;:!?)]}")
_OPENING = frozenset("（《「『【“‘([{")


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    for match in _PIECES.finditer(paragraph):
        piece = match.group()
        while cell_len(piece) > width:
            yield piece[:width]
            piece = piece[width:]
        yield piece


def _wrap_paragraph(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in _pieces(paragraph, width):
        if used + cell_len(piece.rstrip()) <= width:
            line.append(piece)
            used += cell_len(piece)
            continue
        carried = _carried_along(line, piece, width)
        kept = line[: len(line) - len(carried)]
        lines.append("".join(kept).rstrip())
        line = [*carried, piece] if carried else [piece.lstrip()]
        used = sum(map(cell_len, line))
    lines.append("".join(line).rstrip())
    return lines


def _carried_along(line: list[str], piece: str, width: int) -> list[str]:
    """Return the end of ``line`` that goes on with ``piece``, so that marks stay with their words."""
    start = len(line)
    first = piece
    while start > 0 and (first[:1] in _CLOSING or line[start - 1][-1:] in _OPENING):
        start -= 1
        first = line[start]
    carried = line[start:]
    fits = sum(map(cell_len, carried)) + cell_len(piece.rstrip()) <= width
    # A line of marks alone, or one that is a single long word, is broken where it ends.
    return carried if start > 0 and fits and first[:1] not in _CLOSING else []


# ---------------------------------------------------------------- times


@lru_cache(maxsize=8)
def clock_zone(name: str) -> tzinfo:
    """Return the zone called ``name`` (IANA), or China's where the system knows no such zone."""
    # Loaded on use: most of what this module does needs no zone data.
    from datetime import timezone
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone(_SHANGHAI_OFFSET, "CST")


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units: 10分, 2时10分, 2天3时."""
    total = max(0, int(seconds))
    days, rest = divmod(total, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if days:
        if hours:
            return _("%(days)sd%(hours)sh", days=days, hours=hours)
        return _("%(days)sd", days=days)
    if hours:
        if minutes:
            return _("%(hours)sh%(minutes)sm", hours=hours, minutes=minutes)
        return _("%(hours)sh", hours=hours)
    return _("%(minutes)sm", minutes=minutes)


class Times:
    """Moments in words, as the clocks on the office's wall show them.

    Args:
        zone: the office's zone (see :func:`clock_zone`).
    """

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone

    def local(self, at: datetime) -> datetime:
        """Return ``at`` as the office's clocks show it."""
        return at.astimezone(self.zone)

    def clock(self, at: datetime) -> str:
        """Return the time of day: 16:00."""
        return f"{self.local(at):%H:%M}"

    def date(self, at: datetime, now: datetime | None = None) -> str:
        """Return the day: 3月5日; with its year where that is not the year of ``now``."""
        local = self.local(at)
        month = _(_MONTHS[local.month - 1])
        if now is None or self.local(now).year != local.year:
            return _("%(day)s %(month)s %(year)s", day=local.day, month=month, year=local.year)
        return _("%(day)s %(month)s", day=local.day, month=month)

    def moment(self, at: datetime, now: datetime, width: int | None = None) -> str:
        """Return ``at`` in the words nearest to hand: 今天16:00, 周三12:00, 3月5日 09:00.

        Args:
            at: the moment.
            now: the present moment.
            width: cells there are; a longer form gives way to a shorter one.
        """
        return _first_that_fits(self._forms(at, now), width)

    def due(self, due_at: datetime | None, now: datetime, width: int | None = None) -> str:
        """Return a deadline in words: 今天16:00, or 超2天3时 once it has passed.

        Args:
            due_at: the deadline; ``None`` or a year past :data:`FAR_FUTURE_YEAR` means none, "".
            now: the present moment.
            width: cells there are; a longer form gives way to a shorter one.
        """
        if due_at is None or due_at.year >= FAR_FUTURE_YEAR:
            return ""
        if due_at < now:
            late = now - due_at
            days = timedelta(days=late.days)
            # After a hundred days the hours are not what matters.
            spans = (late, days) if days else (late,)
            words = (_("late %(time)s", time=duration(span.total_seconds())) for span in spans)
            return _first_that_fits(words, width)
        return _first_that_fits(self._forms(due_at, now), width)

    def waited(self, since: datetime, now: datetime) -> str:
        """Return how long something has been waiting: 等25分."""
        return _("waits %(time)s", time=duration((now - since).total_seconds()))

    def title(self, now: datetime) -> str:
        """Return date, weekday and time as the title line shows them: 11-23 周一 14:32."""
        local = self.local(now)
        return f"{local:%m-%d} {_(_WEEKDAYS[local.weekday()])} {local:%H:%M}"

    def full(self, at: datetime) -> str:
        """Return the whole moment, for timelines and receipts: 2026-03-02 09:00."""
        return f"{self.local(at):%Y-%m-%d %H:%M}"

    def _forms(self, at: datetime, now: datetime) -> Iterator[str]:
        local = self.local(at)
        clock = f"{local:%H:%M}"
        days = (local.date() - self.local(now).date()).days
        weekday = _(_WEEKDAYS[local.weekday()])
        near = {
            -1: _("yesterday %(clock)s"),
            0: _("today %(clock)s"),
            1: _("tomorrow %(clock)s"),
        }.get(days)
        if near is not None:
            yield near % {"clock": clock}
        if days == 0:
            yield clock
        if 0 < days < _WEEK_DAYS:
            yield _("%(weekday)s %(clock)s", weekday=weekday, clock=clock)
            yield weekday
        day = self.date(at, now)
        yield f"{day} {clock}"
        yield day
        yield f"{local:%y-%m-%d}"
        if self.local(now).year == local.year:
            yield f"{local:%m-%d}"


def _first_that_fits(forms: Iterable[str], width: int | None) -> str:
    form = ""
    for form in forms:
        if width is None or cell_len(form) <= width:
            return form
    return form


# ---------------------------------------------------------------- codes


def short_number(number: str) -> str:
    """Return a case number without its year: 20260302-0412 → 0302-0412."""
    day, dash, serial = number.partition("-")
    is_dated = dash and day.isdigit() and len(day) == len("20260302")
    return f"{day[4:]}-{serial}" if is_dated else number


def limit_words(limit: str) -> str:
    """Return a time limit in words: 4WH → 4工作时.

    What is not a limit as the calendar writes it comes back unchanged.
    """
    match = _LIMIT.fullmatch(limit.strip().upper())
    if match is None:
        return limit
    count, unit = match.groups()
    n = int(float(count))
    words = {
        "UM": ngettext("%(count)s urgent minute", "%(count)s urgent minutes", n),
        "UH": ngettext("%(count)s urgent hour", "%(count)s urgent hours", n),
        "UD": ngettext("%(count)s urgent day", "%(count)s urgent days", n),
        "WM": ngettext("%(count)s working minute", "%(count)s working minutes", n),
        "WH": ngettext("%(count)s working hour", "%(count)s working hours", n),
        "WD": ngettext("%(count)s working day", "%(count)s working days", n),
        "ND": ngettext("%(count)s calendar day", "%(count)s calendar days", n),
    }
    return words[unit] % {"count": count} if unit in words else limit
