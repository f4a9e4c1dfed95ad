"""Telling the person at the console that a deadline of theirs comes near, or has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, ngettext, sentences
from models.cases.warning_views import Warned

if TYPE_CHECKING:
    from console.app import YiwangApp
    from console.frame import Frame
    from models.cases.warning_views import News, WarningView


def tell_warnings(app: YiwangApp, news: News) -> None:
    """Say it on the notice line, whatever screen is shown."""
    app.say(news_words(news, app.frame))


def news_words(news: News, frame: Frame) -> str:
    """Return the newest warning in words, and how many more there are."""
    first = _one(news.warnings[0], frame)
    others = len(news.warnings) - 1 + news.more
    if not others:
        return first
    more = ngettext("%(count)s more of yours.", "%(count)s more of yours.", others, count=others)
    return sentences(first, more)


def _one(warning: WarningView, frame: Frame) -> str:
    due = frame.times.moment(warning.due_at, frame.clock.now())
    if warning.kind is Warned.OVERDUE:
        return _(
            "Overdue since %(due)s: %(number)s %(title)s.",
            due=due,
            number=warning.short_number,
            title=warning.title,
        )
    return _(
        "Due soon, %(due)s: %(number)s %(title)s.", due=due, number=warning.short_number, title=warning.title
    )
