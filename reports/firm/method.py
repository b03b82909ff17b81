"""How the score was made and what it cannot say, in sentences that hold for this instrument and this firm."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from reports.firm.answered import Answered
from reports.firm.values import LevelLine
from reports.firm.wording import Words
from scoring.answers import AnswerTable
from scoring.instrument import Instrument
from scoring.roadmap import Roadmap, Way
from scoring.scores import SCORER_VERSION


def method(  # noqa: PLR0913 - everything that the method speaks of
    firm: Answered,
    table: AnswerTable,
    roadmap: Roadmap,
    levels: tuple[LevelLine, ...],
    date: datetime.date,
    *,
    comparing: Sequence[str] = (),
) -> tuple[str, ...]:
    """The method and its limits, a sentence or two each; the last one names exactly what was computed by what.

    ``comparing``: what the comparison with other firms does not show.
    """
    words, instrument = firm.words, firm.instrument
    return tuple(
        sentence
        for sentence in (
            _rule(words, instrument),
            _absent(words, instrument),
            _levels(words, levels),
            _who_answered(words, table, firm.row),
            " ".join(comparing),
            _judgement(words, instrument),
            _plan(words, roadmap),
            _prices(words, instrument),
            _unofficial(words, instrument),
            instrument.source,
            _made_by(words, instrument, date),
        )
        if sentence
    )


def _rule(words: Words, instrument: Instrument) -> str:
    _ = words.translations.gettext
    return {
        "mean": _("The overall score is the weighted mean of the parts, from 0 to 100."),
        "minimum": _(
            "The overall score is that of your weakest part, from 0 to 100: it is as strong as its weakest link."
        ),
        "sum": _("The overall score is the sum of the points of your answers."),
        "count": _("The overall score counts the items that you have in place."),
    }[instrument.overall]


def _absent(words: Words, instrument: Instrument) -> str:
    _ = words.translations.gettext
    if instrument.overall in ("sum", "count"):
        return _("What was not answered is never counted as zero: it leaves a range.")
    return _(
        "What is not for you leaves the calculation and never counts against you. What you did not know or left open is"
        " left out too, unless not knowing is itself the risk; a score needs {share} of what applies."
    ).format(share=words.percent(instrument.required_share))


def _levels(words: Words, levels: tuple[LevelLine, ...]) -> str:
    _ = words.translations.gettext
    named = [_("{level} ({points})").format(level=level.title, points=level.range_shown) for level in levels]
    return _("Levels: {levels}.").format(levels=words.list(named))


def _who_answered(words: Words, table: AnswerTable, row: int) -> str:
    _ = words.translations.gettext
    if str(table.profile["source"].iloc[row]) == "interview":  # may be missing
        return _("The answers were taken in an interview; nobody checked them on site.")
    return _("The answers are your own; nobody checked them.")


def _judgement(words: Words, instrument: Instrument) -> str:
    _ = words.translations.gettext
    if instrument.unofficial:
        return _(
            "Points, weights and the cuts between levels follow the source named below. A few points more or less mean"
            " nothing."
        )
    return _(
        "Points, weights, the cuts between levels and all days and costs are the authors’ judgement until a pilot with"
        " real firms has tested them. A few points more or less mean nothing."
    )


def _plan(words: Words, roadmap: Roadmap) -> str:
    _ = words.translations.gettext
    if not roadmap.steps:
        return ""
    counted = _("The plan counts days and costs at the middle of each range; your own time is not part of the costs.")
    return " ".join([counted, *([_way(words, roadmap.way, roadmap.day_rate)] if roadmap.way else [])])


def _way(words: Words, way: Way, day_rate: float) -> str:
    _ = words.translations.gettext
    if not way.reached:
        return _no_way(words, way)
    return {
        "plan": _(
            "The way to the next level is the shortest that we found among its steps, and not proven to be the shortest"
            " there is."
        ),
        "cheapest": _(
            "The way to the next level is the cheapest by all actions that fit your firm, whatever time and money"
            " the plan has: costs over 24 months from the start, your own days at {rate} each. It is computed exactly."
        ),
        "greedy": _(
            "The way to the next level was looked for among all actions that fit your firm, with your own days at"
            " {rate} each; it is not proven to be the cheapest."
        ),
    }[way.found].format(rate=words.exact_money(day_rate))


def _no_way(words: Words, way: Way) -> str:
    _ = words.translations.gettext
    if way.found == "plan":
        return _("All steps of the plan together do not lead to the next level; other actions were not looked at.")
    return _(
        "No way leads to the next level by the actions that fit your firm: all of them together are not enough,"
        " whatever time and money the plan has."
    )


def _prices(words: Words, instrument: Instrument) -> str:
    years = sorted({action.price_year for action in instrument.actions})
    _ = words.translations.gettext
    return (
        _("Prices are those of {years}, without VAT.").format(years=words.list([str(year) for year in years]))
        if years
        else ""
    )


def _unofficial(words: Words, instrument: Instrument) -> str:
    _ = words.translations.gettext
    text = _("Unofficial: compatible questions in our own words, so the result is not an official one.")
    return text if instrument.unofficial else ""


def _made_by(words: Words, instrument: Instrument, date: datetime.date) -> str:
    _ = words.translations.gettext
    return _("Instrument {reference}, revision {revision}, content {hash}; scorer version {scorer}; {date}.").format(
        reference=instrument.reference,
        revision=instrument.revision,
        hash=instrument.content_hash[:12],
        scorer=SCORER_VERSION,
        date=words.date(date),
    )
