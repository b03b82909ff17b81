"""How a release is made, by which rules figures are held back and rounded, and what computed it."""

from __future__ import annotations

import datetime

from reports.firm.method import judgement, level_ranges, made_by, unofficial
from reports.firm.standing import level_lines
from reports.sector.comparing import TOLD_FROM
from reports.sector.told import Told


def method(told: Told, date: datetime.date) -> tuple[str, ...]:
    """The method and its limits; the last sentence names exactly what was computed by what."""
    words, instrument = told.words, told.instrument
    rules = (_scores(told), *_disclosure(told), _rounding(told), _compared(told), _audit(told), _time(told))
    return tuple(
        sentence
        for sentence in (
            _counted(told),
            *(rules if told.release.tables else _disclosure(told)[:1]),
            level_ranges(words, level_lines(words, instrument)),
            judgement(words, instrument),
            unofficial(words, instrument),
            instrument.source,
            made_by(words, instrument, date),
        )
        if sentence
    )


def _counted(told: Told) -> str:
    return told.gettext(
        "Counted is each firm once, by its latest answers, and only if it agreed to be counted. A firm can take that"
        " back: it then enters no later release."
    )


def _scores(told: Told) -> str:
    _ = told.gettext
    if told.instrument.overall in ("sum", "count"):
        return _(
            "The questionnaire counts or adds up points, so that scores are not on one scale from 0 to 100: published"
            " are levels and answers only."
        )
    return _(
        "Scores run from 0 to 100. What does not apply to a firm leaves its score; what it did not know or left open is"
        " left out too, unless not knowing is itself the risk."
    )


def _disclosure(told: Told) -> tuple[str, ...]:
    _, number = told.gettext, told.words.number
    return (
        _(
            "A figure is published only of a group in which at least {least} firms are unknown to whoever knows most of"
            " them: usually from {first} firms on. Small groups are merged, and where one could be worked out from the"
            " others, one more is withheld."
        ).format(least=number(told.release.least), first=number(told.release.least + 1)),
        _(
            "The tables are the same for everyone and cannot be filtered. Tables by two things at once exist from 200"
            " firms on. A median is published from 20 firms, quartiles, intervals and levels from 40, the tenths at the"
            " ends from 100."
        ),
    )


def _rounding(told: Told) -> str:
    return told.gettext(
        "Numbers of firms are rounded to fives, scores to whole points, shares to steps of 5 %; above 95 and below 5 is"
        " said only that they are. So sums and differences can be off a little."
    )


def _compared(told: Told) -> str:
    template = told.gettext(
        "A mean is called higher than another only where their 95 % intervals do not overlap and more than a point lies"
        " between them; a share only where the difference is more than rounding and chance make. Shares of fewer than"
        " {n} firms stand in tables only: rounding makes them too coarse to be told, or reckoned with."
    )
    return template.format(n=told.words.number(TOLD_FROM))


def _audit(told: Told) -> str:
    return told.gettext(
        "Before it is published, every release is attacked together with all earlier ones: by an outsider, by each"
        " account, and by accounts that know a fifth of the firms. What would pin down one firm is held back."
    )


def _time(told: Told) -> str:
    template = told.gettext(
        "This is release {number} of {date}. A group is computed anew only when at least five of its firms came, left"
        " or changed since it was computed last; else its old figures are repeated, with their date."
    )
    return template.format(number=told.words.number(told.release.number), date=told.words.date(told.release.date))
