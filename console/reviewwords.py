"""What rounds, opinions and their settling are called, on the screen and at the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.differing import marked
from console.draftwords import field_title
from console.draftwords import value_words as drafted_words
from console.i18n import _, pgettext, render, sentences
from console.labels import label
from models.catalogue.review.rules import value_of
from models.catalogue.review.views import (
    OpinionKind,
    OpinionState,
    Part,
    RoundState,
    RowFate,
    Silence,
)
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum
    from typing import Any

    from models.catalogue.review.views import (
        Counts,
        DepartmentLine,
        OpinionLine,
        OpinionView,
        PastOpinion,
        RoundLine,
        RowResult,
        TakeResult,
    )


def review_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of everything a round, an opinion or a row can be."""
    rounds: dict[StrEnum, str] = {
        RoundState.OPEN: pgettext("review", "Open"),
        RoundState.CLOSED: pgettext("review", "Closed"),
    }
    silence: dict[StrEnum, str] = {
        Silence.AGREES: pgettext("review", "silence agrees"),
        Silence.STAYS_OPEN: pgettext("review", "silence is asked again"),
    }
    parts: dict[StrEnum, str] = {
        Part.LEAD: pgettext("review", "leads"),
        Part.ASSIST: pgettext("review", "assists"),
        Part.ALL: pgettext("review", "not named"),
    }
    kinds: dict[StrEnum, str] = {
        OpinionKind.AGREE: pgettext("review", "Agrees"),
        OpinionKind.CHANGE: pgettext("review", "If changed"),
        OpinionKind.OBJECT: pgettext("review", "Objects"),
        OpinionKind.NOT_OURS: pgettext("review", "Not ours"),
        OpinionKind.NONE: pgettext("review", "No opinion"),
    }
    states: dict[StrEnum, str] = {
        OpinionState.OPEN: pgettext("review", "To settle"),
        OpinionState.NOTED: pgettext("review", "Noted"),
        OpinionState.ACCEPTED: pgettext("review", "Accepted"),
        OpinionState.REJECTED: pgettext("review", "Rejected"),
        OpinionState.CARRIED: pgettext("review", "Carried"),
        OpinionState.WITHDRAWN: pgettext("review", "Withdrawn"),
    }
    fates: dict[StrEnum, str] = {
        RowFate.TAKEN: pgettext("review", "taken"),
        RowFate.SAME: pgettext("review", "known already"),
        RowFate.STALE: pgettext("review", "older wording"),
        RowFate.REJECTED: pgettext("review", "not taken"),
    }
    return rounds, silence, parts, kinds, states, fates


def review_field(name: str) -> str:
    """Return what a field is called where departments speak of it."""
    return _("Matter name") if name == "name" else field_title(name)


# ---------------------------------------------------------------- rounds


def round_name(line: RoundLine) -> str:
    """Return what a round is called."""
    return _("Round %(number)s", number=line.number)


def round_state(line: RoundLine) -> str:
    """Return how a round stands, with whether it is late."""
    return _("overdue") if line.overdue else label(line.state)


def counts_words(counts: Counts) -> str:
    """Return what was asked and said in one line."""
    return _(
        "asked %(asked)s, answered %(answered)s, silent %(silent)s; agree %(agreed)s, "
        "if changed %(changed)s, object %(objected)s, not ours %(not_ours)s; to settle %(unsettled)s",
        asked=counts.asked,
        answered=counts.answered,
        silent=counts.silent,
        agreed=counts.agreed,
        changed=counts.changed,
        objected=counts.objected,
        not_ours=counts.not_ours,
        unsettled=counts.unsettled,
    )


def said_words(counts: Counts) -> str:
    """Return what was said and what became of it, without what did not happen."""
    parts = (
        (OpinionKind.AGREE, counts.agreed),
        (OpinionKind.CHANGE, counts.changed),
        (OpinionKind.OBJECT, counts.objected),
        (OpinionKind.NOT_OURS, counts.not_ours),
        (OpinionState.ACCEPTED, counts.accepted),
        (OpinionState.REJECTED, counts.rejected),
        (OpinionState.CARRIED, counts.carried),
        (OpinionState.WITHDRAWN, counts.withdrawn),
    )
    return "  ".join(f"{label(what)} {many}" for what, many in parts if many) or _("No opinion came yet.")


def settled_words(counts: Counts) -> str:
    """Return what became of the opinions in one line."""
    return _(
        "accepted %(accepted)s, rejected %(rejected)s, carried %(carried)s, withdrawn %(withdrawn)s",
        accepted=counts.accepted,
        rejected=counts.rejected,
        carried=counts.carried,
        withdrawn=counts.withdrawn,
    )


def round_lines(line: RoundLine) -> Iterator[str]:
    """Yield a round in a few lines."""
    yield _(
        "Round %(number)s (%(state)s), opened by %(who)s, due %(due)s, %(entries)s entries, %(departments)s "
        "departments",
        number=line.number,
        state=round_state(line),
        who=line.opened_by,
        due=line.due_on.isoformat(),
        entries=line.entries,
        departments=line.departments,
    )
    yield counts_words(line.counts)
    yield settled_words(line.counts)


def department_state(line: DepartmentLine) -> str:
    """Return how far a department is, in a word."""
    counts = line.counts
    if counts.answered >= counts.asked:
        return pgettext("review", "complete")
    if line.overdue:
        return _("overdue")
    if counts.answered:
        return pgettext("review", "in part")
    return pgettext("review", "waiting") if line.sent_at is not None else pgettext("review", "not sent")


def reminder_words(line: DepartmentLine, of_round: RoundLine) -> str:
    """Return the sentence by which a department is reminded."""
    return _(
        "%(department)s: %(count)s of %(asked)s entries of round %(number)s are not answered; due %(due)s.",
        department=line.name,
        count=line.counts.asked - line.counts.answered,
        asked=line.counts.asked,
        number=of_round.number,
        due=of_round.due_on.isoformat(),
    )


# ---------------------------------------------------------------- opinions


def opinion_kind(line: OpinionLine | PastOpinion) -> str:
    """Return what an opinion says in a few words, with the field it is about."""
    if line.kind is None:
        return pgettext("review", "not answered")
    words = label(line.kind)
    return f"{words}: {review_field(line.field)}" if line.field else words


def opinion_state(line: OpinionLine) -> str:
    """Return how an opinion stands."""
    if line.undone:
        return pgettext("review", "undone")
    return "" if line.state is None else label(line.state)


def taken_words(changes: Mapping[str, tuple[Any, Any]]) -> list[str]:
    """Return what was changed, one field a line, with what differs in brackets."""
    lines = []
    for name, (was, now) in changes.items():
        old, new = marked(drafted_words(name, was), drafted_words(name, now))
        lines.append(_("%(field)s: %(before)s → %(after)s", field=review_field(name), before=old, after=new))
    return lines


def past_words(past: PastOpinion) -> str:
    """Return an earlier opinion in one line."""
    said = f"{opinion_kind(past)} {past.proposed}".strip()
    became = f"{label(past.state)} {past.settled_reason}".strip()
    return _(
        "Round %(number)s, %(who)s: %(said)s (%(became)s)",
        number=past.round_number,
        who=past.by,
        said=f"{said} {past.reason}".strip(),
        became=became,
    )


def source_words(view: OpinionView) -> str:
    """Return where an opinion came from: file, sheet and row, or the screen."""
    if not view.source:
        return _("given on screen")
    if view.row is None:
        return view.source
    place = f"{view.source} {view.sheet}".strip()
    return _("%(place)s, row %(row)s", place=place, row=view.row)


def sent_text(view: OpinionView, field: str) -> str:
    """Return what a field said when it was sent, as the list words it."""
    return drafted_words(field, getattr(view.sent, field))


def opinion_lines(view: OpinionView) -> Iterator[str]:
    """Yield everything about an opinion, a fact a line; what differs between wordings is in brackets."""
    line = view.line
    yield f"{line.code}  {line.name}".strip()
    who = _("%(department)s (%(part)s), round %(number)s", department=line.department, part=label(view.part),
            number=line.round_number)  # fmt: skip
    yield f"{who}  {opinion_kind(line)}  {opinion_state(line)}".rstrip()
    yield from wording_lines(view)
    facts = (
        (_("Reason"), view.reason),
        (_("Basis"), view.basis),
        (_("Belongs to"), view.belongs_to),
        (_("Given by"), f"{view.by}  {source_words(view)}" if line.id is not None else ""),
        (_("Settled"), f"{view.settled_by}  {view.settled_reason}".rstrip() if view.settled_by else ""),
    )
    for title, text in facts:
        if text:
            yield f"{title}: {text}"
    yield from taken_words(view.taken)
    for past in view.history:
        yield past_words(past)


def wording_lines(view: OpinionView) -> Iterator[str]:
    """Yield the wording sent, the one proposed, and the present one where it is neither."""
    field = view.line.field
    if field:
        old, new = marked(sent_text(view, field), shown_proposal(view))
        for title, text in ((_("As sent"), old), (_("Proposed"), new)):
            yield f"{title}: {text}"
    for name, (was, now) in view.changed.items():
        old, new = marked(drafted_words(name, was), drafted_words(name, now))
        yield _(
            "Reworded since, %(field)s: %(before)s → %(after)s",
            field=field_title(name),
            before=old,
            after=new,
        )


def shown_proposal(view: OpinionView) -> str:
    """Return the proposed wording as the list would show it, as far as it can be read."""
    field, text = view.line.field, view.line.proposed
    try:
        return drafted_words(field, value_of(field, text))
    except DomainError:
        return text


def settling_words(part: str) -> str:
    """Return what deciding about an opinion, or giving one, is called."""
    return {
        "accept": pgettext("review", "accept"),
        "reject": pgettext("review", "reject"),
        "carry": pgettext("review", "carry to the next round"),
        "withdraw": pgettext("review", "withdraw"),
        "reopen": pgettext("review", "open again"),
        "opine": pgettext("review", "give an opinion"),
    }.get(part, part)


# ---------------------------------------------------------------- sheets that came back


def why_words(row: RowResult) -> str:
    """Return why a row was not taken, without a full stop."""
    return "" if row.why is None else str(render(row.why)).rstrip("。.")


def row_words(row: RowResult) -> str:
    """Return what became of a row in one line."""
    name = f"{row.code} {row.name}".strip()
    return _("Row %(row)s %(name)s: %(why)s", row=row.row, name=name, why=why_words(row)).replace("  ", " ")


def take_words(result: TakeResult) -> str:
    """Return what became of a file in one line."""
    facts = {fate.value: result.count(fate) for fate in RowFate}
    sentence = _(
        "%(file)s, %(department)s, round %(number)s: taken %(taken)s, known already %(same)s, older wording "
        "%(stale)s, not taken %(rejected)s.",
        file=result.file,
        department=result.department,
        number=result.round_number,
        **facts,
    )
    return sentences(sentence, _("Nothing was written.")) if result.dry_run else sentence
