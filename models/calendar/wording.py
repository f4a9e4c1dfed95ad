"""The sentences of a receipt, as message ids with parameters, for a clerk who asks why.

A parameter may itself be a :class:`~models.kernel.words.Phrase` (a weekday, an amount), so
that every language can put its words in its own order. Dates and times are digits.
"""

from __future__ import annotations

import itertools
from datetime import time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from models.calendar.cap_wording import cap_lines, decides_line
from models.calendar.receipt import Receipt, Step, StepKind
from models.calendar.rules import DayEnd, Limit, Mode, OfficeHours, Unit, clock_text
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

Param: TypeAlias = "str | int | Phrase"

_MIDNIGHT = time()
_ONE_DAY = timedelta(days=1)

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_AMOUNTS = {
    Unit.URGENT_MINUTE: (N_("1 urgent minute"), N_("%(count)s urgent minutes")),
    Unit.URGENT_HOUR: (N_("1 urgent hour"), N_("%(count)s urgent hours")),
    Unit.URGENT_DAY: (N_("1 urgent day"), N_("%(count)s urgent days")),
    Unit.WORKING_MINUTE: (N_("1 working minute"), N_("%(count)s working minutes")),
    Unit.WORKING_HOUR: (N_("1 working hour"), N_("%(count)s working hours")),
    Unit.WORKING_DAY: (N_("1 working day"), N_("%(count)s working days")),
    Unit.NATURAL_DAY: (N_("1 calendar day"), N_("%(count)s calendar days")),
}


def limit_phrase(limit: Limit) -> Phrase:
    """Return a limit in words, such as “4 working hours”."""
    return _count_phrase(limit.count, limit.unit)


def _count_phrase(count: int, unit: Unit) -> Phrase:
    one, many = _AMOUNTS[unit]
    return Phrase(one) if count == 1 else Phrase(many, count=count)


def day_phrase(day: date) -> Phrase:
    """Return a date with its weekday."""
    return Phrase(N_("%(weekday)s %(date)s"), weekday=Phrase(_WEEKDAYS[day.weekday()]), date=day.isoformat())


def moment_phrase(moment: datetime) -> Phrase:
    """Return a local time with its weekday."""
    return _day_and_time(moment.date(), f"{moment:%H:%M}")


def _day_and_time(day: date, clock: str) -> Phrase:
    return Phrase(N_("%(day)s %(time)s"), day=day_phrase(day), time=clock)


def amount_phrase(minutes: int) -> Phrase:
    """Return working minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return Phrase(N_("%(hours)s h"), hours=hours)
    if not hours:
        return Phrase(N_("%(minutes)s min"), minutes=rest)
    return Phrase(N_("%(hours)s h %(minutes)s min"), hours=hours, minutes=rest)


def windows_text(hours: OfficeHours) -> str:
    """Return office windows as ``08:00-12:00, 14:00-18:00``."""
    return _spans_text(hours.windows)


def _spans_text(spans: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{clock_text(begin)}-{clock_text(end)}" for begin, end in spans)


def receipt_lines(receipt: Receipt) -> list[Phrase]:
    """Return a receipt as at most 20 lines, in the order a person would count."""
    lines = [Phrase(N_("Limit: %(limit)s. %(rule)s"), limit=_whole_limit(receipt), rule=_rule(receipt))]
    if receipt.limit.unit.working:
        lines += _calendar_lines(receipt)
    lines.append(Phrase(N_("Received: %(when)s"), when=moment_phrase(receipt.start)))
    if receipt.counted_from != receipt.start:
        lines.append(
            Phrase(
                N_("Outside office hours: counting begins on %(when)s"),
                when=moment_phrase(receipt.counted_from),
            )
        )
    lines += _by_day_lines(receipt) if _counted_by_day(receipt) else _by_hour_lines(receipt)
    if receipt.provisional_years:
        years = _years_text(receipt.provisional_years)
        lines.append(
            Phrase(
                N_(
                    "Provisional: no holiday notice for %(years)s is in the calendar; "
                    "Monday to Friday was counted."
                ),
                years=years,
            )
        )
    if receipt.pauses:
        lines.append(_pauses_line(receipt))
    lines += cap_lines(receipt.caps, limit_phrase, _end_phrase)
    if receipt.capped_to is not None:
        lines.append(decides_line(_uncapped(receipt)))
    lines.append(Phrase(N_("Due: %(when)s"), when=due_phrase(receipt)))
    return lines


def _whole_limit(receipt: Receipt) -> Phrase:
    """Return the limit; where it was extended, what it was at first as well."""
    limit, count = receipt.limit, receipt.extensions
    if not count:
        return limit_phrase(limit)
    whole, first = limit_phrase(limit), _count_phrase(limit.count // (1 + count), limit.unit)
    if count == 1:
        return Phrase(N_("%(limit)s (%(first)s, extended once)"), limit=whole, first=first)
    return Phrase(
        N_("%(limit)s (%(first)s, extended %(count)s times)"), limit=whole, first=first, count=count
    )


def _pauses_line(receipt: Receipt) -> Phrase:
    """Say when the clock stood still, and when it would be due had it not."""
    begin, end = receipt.pauses[0][0], receipt.pauses[-1][1]
    params = {"begin": moment_phrase(begin), "end": _end_phrase(end), "due": _counted_due(receipt)}
    if len(receipt.pauses) == 1:
        return Phrase(
            N_("On hold from %(begin)s to %(end)s: the clock stood still. Without that due: %(due)s"),
            **params,
        )
    return Phrase(
        N_(
            "On hold %(count)s times between %(begin)s and %(end)s: the clock stood still. "
            "Without that due: %(due)s"
        ),
        count=len(receipt.pauses),
        **params,
    )


def due_phrase(receipt: Receipt) -> Phrase:
    """Return the deadline; the end of a day is written 24:00 of that day."""
    return _uncapped(receipt) if receipt.capped_to is None else _end_phrase(receipt.capped_to)


def _uncapped(receipt: Receipt) -> Phrase:
    return _counted_due(receipt) if receipt.moved_to is None else _end_phrase(receipt.moved_to)


def _end_phrase(moment: datetime) -> Phrase:
    """Return when something ends; with a day, at its 24:00."""
    if moment.time() == _MIDNIGHT:
        return _day_and_time(moment.date() - _ONE_DAY, "24:00")
    return moment_phrase(moment)


def _counted_due(receipt: Receipt) -> Phrase:
    if receipt.due.date() != receipt.day:
        return _day_and_time(receipt.day, "24:00")
    return moment_phrase(receipt.due)


def _counted_by_day(receipt: Receipt) -> bool:
    return receipt.counting.mode is Mode.DAYS and receipt.limit.unit is Unit.WORKING_DAY


def _rule(receipt: Receipt) -> Phrase:
    unit = receipt.limit.unit
    if unit.continuous:
        return Phrase(N_("It runs on through nights, weekends and holidays."))
    by_day = receipt.counting.mode is Mode.DAYS
    if unit is Unit.NATURAL_DAY and not by_day:
        return Phrase(N_("Every day of the calendar counts; it ends at the same time of day."))
    if by_day and unit in {Unit.WORKING_DAY, Unit.NATURAL_DAY}:
        if receipt.counting.day_end is DayEnd.MIDNIGHT:
            end = Phrase(N_("at 24:00"))
        else:
            end = Phrase(N_("when the office closes, at %(time)s"), time=clock_text(receipt.hours.close))
        if unit is Unit.NATURAL_DAY:
            msgid = N_(
                "Every day of the calendar counts after the day of receipt; the last day ends %(end)s."
            )
        else:
            msgid = N_("The day of receipt does not count; the last working day ends %(end)s.")
        return Phrase(msgid, end=end)
    if unit is Unit.WORKING_DAY:
        return Phrase(
            N_("To the minute within office hours; one working day is %(length)s."),
            length=amount_phrase(receipt.hours.length),
        )
    return Phrase(N_("To the minute within office hours."))


def _calendar_lines(receipt: Receipt) -> Iterator[Phrase]:
    label = receipt.calendar
    if label.plain:
        yield Phrase(N_("Calendar: Monday to Friday, holidays not taken into account"))
    elif label.edition is None:
        yield Phrase(N_("Calendar: as shipped with the program"))
    else:
        yield Phrase(N_("Calendar: edition %(number)s, %(name)s"), number=label.edition, name=label.name)
    if label.notices:
        notices = ", ".join(f"{year} {notice}" for year, notice in label.notices[:4])
        yield Phrase(N_("Holidays by notice: %(notices)s"), notices=notices)
    if not _counted_by_day(receipt):
        yield Phrase(N_("Office hours: %(windows)s"), windows=windows_text(receipt.hours))


def _by_hour_lines(receipt: Receipt) -> Iterator[Phrase]:
    counted = 0
    for step in receipt.steps:
        counted += step.minutes
        if not step.worked:
            yield _passed_over(step)
            continue
        params: dict[str, Param] = {"amount": amount_phrase(step.minutes), "total": amount_phrase(counted)}
        if step.kind is StepKind.SUM:
            yield Phrase(N_("%(sum)s: %(amount)s, together %(total)s"), sum=_sum(step), **params)
        elif step.days > 1:
            yield Phrase(
                N_("%(first)s to %(last)s: %(count)s working days, %(amount)s, together %(total)s"),
                first=day_phrase(step.first),
                last=day_phrase(step.last),
                count=step.worked,
                **params,
            )
        else:
            spans = step.spans or receipt.hours.windows
            yield Phrase(
                N_("%(day)s: %(spans)s = %(amount)s, together %(total)s"),
                day=_counted_day(step),
                spans=_with_breaks(spans),
                **params,
            )


def _by_day_lines(receipt: Receipt) -> Iterator[Phrase]:
    counted = 0
    for step in receipt.steps:
        if not step.worked:
            yield _passed_over(step)
            continue
        number = str(counted + 1) if step.worked == 1 else f"{counted + 1}-{counted + step.worked}"
        counted += step.worked
        if step.kind is StepKind.SUM:
            yield Phrase(N_("%(sum)s: day %(number)s"), sum=_sum(step), number=number)
        elif step.days > 1:
            yield Phrase(
                N_("%(first)s to %(last)s: day %(number)s"),
                first=day_phrase(step.first),
                last=day_phrase(step.last),
                number=number,
            )
        else:
            yield Phrase(N_("%(day)s: day %(number)s"), day=_counted_day(step), number=number)


def _passed_over(step: Step) -> Phrase:
    """Say why a stretch of days does not count."""
    params: dict[str, Param] = {"first": day_phrase(step.first), "last": day_phrase(step.last)}
    if step.kind is StepKind.RECEIVED:
        return Phrase(N_("%(first)s: the day of receipt does not count"), **params)
    if step.kind is StepKind.SUM:
        return Phrase(N_("%(first)s to %(last)s: %(days)s days off, do not count"), days=step.days, **params)
    if step.kind is StepKind.WEEKEND:
        if step.days == 1:
            return Phrase(N_("%(first)s: weekend, does not count"), **params)
        return Phrase(N_("%(first)s to %(last)s: weekend, does not count"), **params)
    params["festival"] = step.festival
    if step.days == 1:
        return Phrase(N_("%(first)s: holiday (%(festival)s), does not count"), **params)
    params["days"] = step.days
    return Phrase(N_("%(first)s to %(last)s: holiday (%(festival)s), %(days)s days, do not count"), **params)


def _counted_day(step: Step) -> Phrase:
    if not step.festival:
        return day_phrase(step.first)
    return Phrase(
        N_("%(day)s, worked in exchange (%(festival)s)"),
        day=day_phrase(step.first),
        festival=step.festival,
    )


def _with_breaks(spans: tuple[tuple[int, int], ...]) -> Phrase | str:
    text = _spans_text(spans)
    breaks = tuple((end, begin) for (_, end), (begin, _) in itertools.pairwise(spans) if end < begin)
    if not breaks:
        return text
    return Phrase(N_("%(spans)s (break %(breaks)s left out)"), spans=text, breaks=_spans_text(breaks))


_MOST_FESTIVALS = 6


def _sum(step: Step) -> Phrase:
    return Phrase(
        N_("%(first)s to %(last)s, %(worked)s (%(off)s days off%(festivals)s%(made_up)s)"),
        first=step.first.isoformat(),
        last=step.last.isoformat(),
        worked=_count_phrase(step.worked, Unit.WORKING_DAY),
        off=step.days - step.worked,
        festivals=_festivals(step.festivals),
        made_up=Phrase(N_("; %(count)s worked in exchange"), count=step.made_up) if step.made_up else "",
    )


def _festivals(festivals: tuple[tuple[str, int], ...]) -> Phrase | str:
    if not festivals:
        return ""
    named = ", ".join(f"{name} {days}" for name, days in festivals[:_MOST_FESTIVALS])
    msgid = (
        N_(", among them %(named)s and more")
        if len(festivals) > _MOST_FESTIVALS
        else N_(", among them %(named)s")
    )
    return Phrase(msgid, named=named)


def _years_text(years: tuple[int, ...]) -> str:
    # Unknown years are nearly always the ones after the last notice, one after another.
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))
