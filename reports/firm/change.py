"""What changed since the assessment before: each part and each answer with what it moved, so that it adds up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from reports.firm.answered import NOTICEABLE, Answered
from reports.firm.answers import shown_number
from reports.firm.standing import stage_title
from reports.firm.values import ChangeLine, Fact, ProgressPart
from reports.firm.wording import rounded_half_up
from scoring.scores import level_of, published, rounded

if TYPE_CHECKING:
    from scoring.progress import Part, Progress

OWN_LINE = 0.5
"""Points from which a question's part of the change has its own line; smaller ones share one."""


@dataclass(frozen=True)
class Previous:
    """The assessment before this one; no ``date`` where none is known.

    ``done``: ids of the actions marked as done since then. ``expected``: by action id the points that each was said
    to bring; what is not in it is told without.
    """

    progress: Progress
    date: datetime.date | None
    stage: str
    done: tuple[str, ...] = ()
    expected: Mapping[str, float] = field(default_factory=dict)


def progress_part(firm: Answered, previous: Previous | None) -> ProgressPart | None:
    """What changed since ``previous``; None where there is no assessment before."""
    if previous is None:
        return None
    progress, titles = previous.progress, {one.id: one.title for one in firm.instrument.dimensions}
    known = [action for action in previous.done if action in firm.instrument.actions_by_id]
    return ProgressPart(
        lead=_lead(firm, previous),
        overall=_overall(firm, progress),
        lines=tuple(_line(firm, titles[one.id], one.before, one.after) for one in progress.dimensions),
        parts=tuple(_parts(firm, progress.parts)),
        rest=_rest(firm, progress.rest),
        done=tuple(_done(firm, previous, action) for action in known),
        caution=_caution(firm),
    )


def _overall(firm: Answered, progress: Progress) -> ChangeLine | None:
    if progress.overall is None:
        return None
    title = firm.words.translations.gettext("Overall score")
    return _line(firm, title, progress.overall.before, progress.overall.after)


def _line(firm: Answered, title: str, before: float | None, after: float | None) -> ChangeLine:
    """Both scores as they are shown everywhere, and between them the change of the unrounded ones, rounded half up.

    Where that is not the difference of the two shown (41.4 and 44.6 differ by 3, 41 and 45 by 4) all three have one
    decimal; where a tenth would be amiss even then, the change is the difference of the two shown.
    """
    if before is None or after is None:
        return ChangeLine(title, _score(firm, before), _score(firm, after), "")
    digits = [rounded(score, firm.instrument) for score in (before, after)]
    change = _half_up(float(published(after)) - float(published(before)))
    if change != round(float(digits[1]) - float(digits[0]), 1):
        digits = [_tenths(score, shown) for score, shown in zip((before, after), digits, strict=True)]
        change = round(float(digits[1]) - float(digits[0]), 1)
    decimals = max(len(shown.partition(".")[2]) for shown in digits)
    first, second = (firm.words.number(float(shown), decimals) for shown in digits)
    return ChangeLine(title, first, second, firm.words.signed(change, decimals))


def _score(firm: Answered, score: float | None) -> str:
    _ = firm.words.translations.gettext
    if score is None:
        return _("left open") if firm.instrument.overall in ("sum", "count") else _("not scored")
    return shown_number(firm, score)


def _half_up(change: float) -> float:
    return float(np.copysign(rounded_half_up(abs(change)), change))


def _tenths(score: float, shown: str) -> str:
    """The score to one decimal, as shown already where that is on the right side of a level's cut."""
    return shown if "." in shown else str(rounded_half_up(float(published(score)), 1))


def _lead(firm: Answered, previous: Previous) -> str:
    """From where to where, and the levels where another one is reached."""
    _, overall, then = firm.words.translations.gettext, previous.progress.overall, _then(firm, previous)
    if overall is None:
        return _("Compared with {then}. One of the two has no overall score, so only the parts are compared.").format(
            then=then
        )
    line = _line(firm, "", overall.before, overall.after)
    first, second = level_of(firm.instrument, np.array([overall.before, overall.after]))
    template = _("Compared with {then}: {before} then, {after} now, {change}.")
    if first != second:
        template = _("Compared with {then}: {before} (“{first}”) then, {after} (“{second}”) now, {change}.")
    levels = firm.instrument.levels
    return template.format(
        then=then,
        before=line.before,
        after=line.after,
        change=line.change,
        first=levels[first].title,
        second=levels[second].title,
    )


def _then(firm: Answered, previous: Previous) -> str:
    """The assessment before, by its day where that is known."""
    _, stage = firm.words.translations.gettext, stage_title(firm.words, previous.stage)
    if previous.date is None:
        return _("the assessment before ({stage})").format(stage=stage)
    return _("{date} ({stage})").format(date=firm.words.date(previous.date), stage=stage)


def _parts(firm: Answered, parts: Sequence[Part]) -> Iterator[Fact]:
    """A line for each question that moved the score, and one for all that moved it a little."""
    words = firm.words
    for part in parts:
        if abs(part.points) >= OWN_LINE:
            yield Fact(firm.instrument.questions[part.question].text, words.signed(part.points, 1))
    small = [part.points for part in parts if 0 < abs(part.points) < OWN_LINE]
    if small:
        template = words.translations.ngettext("{n} smaller change", "{n} smaller changes together", len(small))
        yield Fact(template.format(n=words.number(len(small))), words.signed(sum(small), 1))


def _rest(firm: Answered, rest: float | None) -> str:
    if rest is None or abs(rest) < NOTICEABLE:
        return ""
    template = firm.words.translations.gettext(
        "From questions that count in only one of the two assessments: {points} points."
    )
    return template.format(points=firm.words.signed(rest, 1))


def _done(firm: Answered, previous: Previous, action: str) -> str:
    """An action marked as done, with what its answers moved since beside what was expected of it."""
    _, words = firm.words.translations.gettext, firm.words
    marked, parts = firm.instrument.actions_by_id[action], previous.progress.parts
    if not (marked.lifts and parts):
        return _("“{title}”").format(title=marked.title)
    moved = sum(part.points for part in parts if part.question in marked.lifts)
    expected = previous.expected.get(action, 0.0)
    template = _("“{title}”: the answers it is about moved your score by {moved} points.")
    if expected >= NOTICEABLE:
        template = _("“{title}”: about {expected} points were expected; the answers it is about moved {moved}.")
    return template.format(title=marked.title, expected=words.points(expected), moved=words.signed(moved, 1))


def _caution(firm: Answered) -> str:
    return firm.words.translations.gettext(
        "Read a change with care. Whoever answers a second time knows the questions better and often judges more"
        " strictly, and very high or low scores tend to move towards the middle by chance alone. A few points up or"
        " down mean nothing by themselves; what you can point to in the firm does."
    )
