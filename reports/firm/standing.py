"""Where a firm stands: the overall score, its level, the way to the next one, and who the firm is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports.firm.answered import NOTICEABLE, Answered
from reports.firm.answers import maximum, shown_number, shown_score
from reports.firm.marked import MARKED
from reports.firm.values import Fact, LevelLine
from reports.firm.wording import Words
from scoring.instrument import Instrument, Level
from scoring.roadmap import LeftOut, Roadmap
from scoring.scores import State
from scoring.scores.levels import cuts, level_of, points_to_next
from scoring.trades import SECTIONS


@dataclass(frozen=True)
class Standing:
    """The overall result in numbers and words; ``overall`` is None where too little was answered."""

    overall: float | None
    shown: str
    of: str
    level: str
    meaning: str
    to_next: str
    answered: str
    headline: str
    levels: tuple[LevelLine, ...]


def standing(firm: Answered, name: str) -> Standing:
    """The overall result of one firm; ``name`` is "" where none was given."""
    score, place = float(firm.scores.overall.iloc[firm.row]), int(firm.scores.level.iloc[firm.row])
    level = firm.instrument.levels[place] if place >= 0 else None
    shown = shown_score(firm, "overall", score)
    return Standing(
        overall=None if np.isnan(score) else score,
        shown=shown,
        of=_of(firm),
        level=level.title if level else "",
        meaning=level.meaning if level else _what_is_missing(firm),
        to_next=_to_next(firm, score, place),
        answered=_answered(firm),
        headline=_headline(firm, name, level, shown),
        levels=level_lines(firm.words, firm.instrument, place),
    )


def _of(firm: Answered) -> str:
    """What the score counts."""
    _ = firm.words.translations.gettext
    full = firm.words.number(full_score(firm.instrument))
    text = _("of {maximum} items") if firm.instrument.overall == "count" else _("of {maximum} points")
    return text.format(maximum=full)


def full_score(instrument: Instrument) -> float:
    """The end of the overall scale."""
    if instrument.overall in ("mean", "minimum"):
        return 100.0
    return sum(maximum(dimension, instrument.overall) for dimension in instrument.dimensions)


def _headline(firm: Answered, name: str, level: Level | None, shown: str) -> str:
    _ = firm.words.translations.gettext
    if asks_nothing(firm):
        return _("Nothing to score for {firm}").format(firm=name) if name else _("Nothing to score")
    if level is None:
        return _("No overall score yet for {firm}").format(firm=name) if name else _("No overall score yet")
    template = _("{firm} is at “{level}”: {score} {of}") if name else _("Your firm is at “{level}”: {score} {of}")
    return template.format(firm=name, level=level.title, score=shown, of=_of(firm))


def asks_nothing(firm: Answered) -> bool:
    """Whether no question of the instrument is meant for a firm like this one."""
    return all(reason.state == State.HIDDEN for reason in firm.reasons.values())


def _what_is_missing(firm: Answered) -> str:
    """Why there is no overall score, and what would give one."""
    _ = firm.words.translations.gettext
    states = {reason.state for reason in firm.reasons.values()}
    if asks_nothing(firm):
        text = _("No question of this questionnaire is meant for a firm like yours, so there is nothing to score.")
        return f"{text} {firm.instrument.description}"
    if states <= {State.HIDDEN, State.NOT_APPLICABLE}:
        return _("You marked every question as not for you, so there is nothing to score.")
    if firm.instrument.overall in ("sum", "count"):
        return _("What is still open can lead to different levels, so there is none yet.")
    needed = firm.words.percent(firm.instrument.required_share)
    template = _("An overall score needs {share} of what applies to you.")
    if firm.scores.dimensions.iloc[firm.row].notna().any():
        template = _(
            "An overall score needs {share} of what applies to you. Parts with enough answers are scored below."
        )
    return template.format(share=needed)


def _to_next(firm: Answered, score: float, place: int) -> str:
    _, ngettext = firm.words.translations.gettext, firm.words.translations.ngettext
    if place < 0:
        return ""
    points = None if np.isnan(score) else points_to_next(firm.instrument, score)
    if points is None or place + 1 >= len(firm.instrument.levels):
        return _("This is the highest level.") if place + 1 == len(firm.instrument.levels) else ""
    template = ngettext("{n} point to “{level}”", "{n} points to “{level}”", points)
    if firm.instrument.overall == "count":
        template = ngettext("{n} item to “{level}”", "{n} items to “{level}”", points)
    return template.format(n=firm.words.number(points), level=firm.instrument.levels[place + 1].title)


def _answered(firm: Answered) -> str:
    share = float(firm.scores.answered.iloc[firm.row])
    if np.isnan(share):
        return ""
    _ = firm.words.translations.gettext
    if share >= 1 - 1e-9:
        return _("You answered everything that applies to you.")
    return _("You answered {share} of what applies to you.").format(share=firm.words.percent(share))


def level_lines(words: Words, instrument: Instrument, place: int = -1) -> tuple[LevelLine, ...]:
    """The stretch of the overall scale that each level covers; ``place``: the level where the firm is."""
    levels, between = instrument.levels, cuts(instrument)
    starts, ends = (0.0, *between), (*between, full_score(instrument))
    return tuple(
        LevelLine(
            level.title,
            level.meaning,
            start,
            end,
            _range(words, instrument, start, end),
            number == place,
        )
        for number, (level, start, end) in enumerate(zip(levels, starts, ends, strict=True))
    )


def _range(words: Words, instrument: Instrument, start: float, end: float) -> str:
    """From where to where; where a score at a cut belongs to the level below, that it begins beyond."""
    _ = words.translations.gettext
    template = _("over {low} to {high}") if instrument.cut == "upper" and start else _("{low} to {high}")
    return template.format(low=shown_bound(words, start), high=shown_bound(words, _last(instrument, end)))


def _last(instrument: Instrument, end: float) -> float:
    """Where a stretch ends as shown: of items counted, the last number before the next level begins."""
    is_cut = instrument.cut == "lower" and end in cuts(instrument)
    return end - 1 if instrument.overall == "count" and is_cut else end


def shown_bound(words: Words, bound: float) -> str:
    """A cut between levels, to one decimal where it needs one."""
    return words.number(bound, 0 if bound == int(bound) else 1)


def expected(firm: Answered, roadmap: Roadmap, shown: str) -> str:
    """What the next assessment may show; "" where nothing would change."""
    before = float(firm.scores.overall.iloc[firm.row])
    if roadmap.expected is None or np.isnan(before) or roadmap.expected < before + NOTICEABLE:
        return ""
    _ = firm.words.translations.gettext
    template = _("With every step done, your next score could be about {expected}, up from {score} today.")
    if any(out.kind == "done" for out in roadmap.left_out):
        template = _(
            "With what you marked as done, and every step of the plan, your next score could be about {expected}, up"
            " from {score} today."
        )
        if not roadmap.steps:
            template = _(
                "With what you marked as done, your next score could be about {expected}, up from {score} today."
            )
    return template.format(expected=_expected_level(firm, roadmap.expected), score=shown)


def _expected_level(firm: Answered, score: float) -> str:
    """A score to come, with its level where that is a higher one than today's."""
    level, shown = int(level_of(firm.instrument, np.array([score]))[0]), shown_number(firm, score)
    if level <= int(firm.scores.level.iloc[firm.row]):
        return shown
    template = firm.words.translations.gettext("{score} (“{level}”)")
    return template.format(score=shown, level=firm.instrument.levels[level].title)


def contradictions(instrument: Instrument, found: Sequence[bool]) -> tuple[str, ...]:
    """Answers that do not go together: pointed out, never corrected."""
    return tuple(one.message for one, is_so in zip(instrument.contradictions, found, strict=True) if is_so)


def facts(words: Words, profile: pd.Series, instrument: Instrument, date: datetime.date) -> tuple[Fact, ...]:
    """Who the firm is, as far as it said so, and what was assessed when."""
    _ = words.translations.gettext
    shown = (
        (_("Date"), words.date(date)),
        (_("Assessment"), stage(words, profile)),
        (_("Sector"), _sector(words, profile)),
        (_("Size"), _size(words, profile)),
        (_("Country"), words.locale.territories.get(_text(profile, "country"), "")),
        (_("Questionnaire"), _questionnaire(words, instrument)),
    )
    return tuple(Fact(label, value) for label, value in shown if value)


def _questionnaire(words: Words, instrument: Instrument) -> str:
    template = words.translations.gettext("{title} (unofficial)") if instrument.unofficial else "{title}"
    return template.format(title=instrument.title)


def stage(words: Words, profile: pd.Series) -> str:
    return stage_title(words, _text(profile, "stage") or "T0")


def stage_title(words: Words, name: str) -> str:
    """T0 is the first assessment, T1 the second, and so on."""
    _ = words.translations.gettext
    named: dict[str, str] = {"T0": _("First assessment"), "T1": _("Second assessment"), "T2": _("Third assessment")}
    return named.get(name) or _("Assessment {stage}").format(stage=name)


def _sector(words: Words, profile: pd.Series) -> str:
    name = SECTIONS.get(_text(profile, "sector"))
    return words.translations.gettext(name) if name else ""


def _size(words: Words, profile: pd.Series) -> str:
    if _text(profile, "staff") == "False" or _text(profile, "employees") == "1":
        return words.translations.gettext("One person")
    return size_title(words, _text(profile, "size"))


def size_title(words: Words, size: str) -> str:
    """A size class in words; "" for none."""
    _ = words.translations.gettext
    named = {
        "micro": _("Fewer than 10 people"),
        "small": _("10 to 49 people"),
        "medium": _("50 to 249 people"),
        "large": _("250 people or more"),
    }
    return named.get(size, "")


def _text(profile: pd.Series, column: str) -> str:
    value = profile[column]
    return "" if pd.isna(value) else str(value)


def firm_name(profile: pd.Series) -> str:
    """The name that the firm gave, or ""."""
    return _text(profile, "firm").strip()


def no_works(firm: Answered) -> str:
    """Said where nothing stands firmly."""
    _ = firm.words.translations.gettext
    if _is_scored(firm):
        return _("Nothing stands firmly yet, so every first step will show.")
    if asks_nothing(firm):
        return _("Nothing was asked, so there is nothing to tell.")
    return _("Too little is answered so far to say.")


def no_gaps(firm: Answered) -> str:
    """Said where there is no gap that a step could close."""
    _ = firm.words.translations.gettext
    if asks_nothing(firm):
        return _("Nothing was asked, so there is nothing to tell.")
    if not _is_scored(firm):
        return _("A gap shows only where enough is answered.")
    if _is_open(firm):
        return _("Points are still open, but none of the actions we know would win them for a firm like yours.")
    return _("Every answer that counts earns all its points: there is no gap to close.")


def no_actions(firm: Answered, roadmap: Roadmap) -> str:
    """Said where the plan has no step."""
    _ = firm.words.translations.gettext
    if not firm.instrument.actions:
        if not _is_scored(firm) or not _is_open(firm):
            return _("This questionnaire holds no actions, so there is no plan.")
        return _("This questionnaire holds no actions, so there is no plan. Begin where most points are to be gained.")
    useful = [out for out in roadmap.left_out if out.gain >= NOTICEABLE]
    helpful = [out for out in useful if out.kind != "hidden"]
    if helpful:
        return _left_to_take(firm, helpful)
    if roadmap.find_out:
        return _("Before any step makes sense, find out what is still open.")
    if useful:
        return _("Nothing that whoever advises you plans with would improve your answers now.")
    return _("Your answers leave nothing for an action to improve. Assess again in a year to see that it stays so.")


def _left_to_take(firm: Answered, helpful: Sequence[LeftOut]) -> str:
    _ = firm.words.translations.gettext
    if all(out.kind in MARKED for out in helpful):
        return _(
            "All that would help is marked as done, or as not for you. Assess again when enough has changed to see it."
        )
    return _("Nothing fits within the time and money set for this plan. What would help is listed below.")


def _is_open(firm: Answered) -> bool:
    """Whether there are points still to gain."""
    return any(firm.open(question) >= NOTICEABLE for question in firm.reasons)


def _is_scored(firm: Answered) -> bool:
    """Whether any answer counts: where too little of a part is answered, none of it does."""
    return any(points.earned is not None for points in firm.points.values())
