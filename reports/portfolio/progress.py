"""What changed between two stages of the same clients, in words."""

from __future__ import annotations

import math

import pandas as pd

from reports.firm.wording import Words
from reports.portfolio.told import Told
from reports.portfolio.values import ChangeOfPart, PairedPart
from scoring.portfolio import Paired

TOLD = 6
"""So many pairs of stages are told."""


def progress(told: Told) -> tuple[PairedPart, ...]:
    """One part for each two stages that the same clients finished; of many, those that most clients have."""
    return tuple(_part(told, paired) for paired in _pairs(told))


def _pairs(told: Told) -> list[Paired]:
    known = [paired for paired in told.portfolio.paired if paired.n]
    most = sorted(known, key=lambda paired: -paired.n)[:TOLD]
    return [paired for paired in known if any(paired is one for one in most)]


def progress_lead(told: Told, parts: tuple[PairedPart, ...]) -> str:
    _ = told.words.translations.gettext
    if not parts:
        return _("No client has results at two assessments yet, so there is no change to tell.")
    lead = _(
        "Compared are only clients with a result at both assessments, each with itself. Who did not return is in no"
        " figure here, and may differ."
    )
    left = sum(paired.n > 0 for paired in told.portfolio.paired) - len(parts)
    return " ".join([lead, *([_left_away(told, left)] if left else [])])


def _left_away(told: Told, n: int) -> str:
    template = told.words.translations.ngettext(
        "{n} pair of assessments that fewer clients have is not told.",
        "{n} pairs of assessments that fewer clients have are not told.",
        n,
    )
    return template.format(n=told.words.number(n))


def _part(told: Told, paired: Paired) -> PairedPart:
    return PairedPart(
        title=pair_title(told, paired),
        sentence=_sentence(told, paired),
        done=_done(told, paired),
        n=paired.n,
        change=_known(paired.change),
        low=_known(paired.low),
        high=_known(paired.high),
        change_shown=_signed(told, paired.change),
        lines=(_overall(told, paired), *_lines(told, paired)),
    )


def pair_title(told: Told, paired: Paired) -> str:
    template = told.words.translations.gettext("{stages} (n = {n})")
    stages = stages_title(told.words, paired.first, paired.second)
    return template.format(stages=stages, n=told.words.number(paired.n))


def stages_title(words: Words, first: str, second: str) -> str:
    """Two stages as firms count them: T0 is the first assessment."""
    template = words.translations.gettext("Assessment {first} to {second}")
    return template.format(first=_place(words, first), second=_place(words, second))


def _place(words: Words, stage: str) -> str:
    return words.number(int(stage.removeprefix("T")) + 1)


def mean_change(told: Told, paired: Paired) -> str:
    """The mean change with its interval, as one sentence."""
    ngettext, _ = told.words.translations.ngettext, told.words.translations.gettext
    sentence = ngettext(
        "From assessment {first} to {second} the overall score of the {n} client with both changed by {change}.",
        "From assessment {first} to {second} the overall scores of the {n} clients with both changed by {change} on"
        " average.",
        paired.n,
    )
    if not math.isnan(paired.low):
        sentence = _(
            "From assessment {first} to {second} the overall scores of the {n} clients with both changed by {change} on"
            " average (95 % interval {low} to {high})."
        )
    return sentence.format(
        first=_place(told.words, paired.first),
        second=_place(told.words, paired.second),
        n=told.words.number(paired.n),
        change=_signed(told, paired.change),
        low=_signed(told, paired.low),
        high=_signed(told, paired.high),
    )


def _sentence(told: Told, paired: Paired) -> str:
    return " ".join((mean_change(told, paired), _counts(told, paired)))


def _counts(told: Told, paired: Paired) -> str:
    template = told.words.translations.gettext("{improved} rose, {same} stayed as they were and {worse} fell.")
    number = told.words.number
    return template.format(improved=number(paired.improved), same=number(paired.same), worse=number(paired.worse))


def _done(told: Told, paired: Paired) -> str:
    """How many actions these clients marked as done at the earlier stage."""
    template = told.words.translations.ngettext(
        "In between they marked {n} action as done.", "In between they marked {n} actions as done.", paired.done
    )
    return template.format(n=told.words.number(paired.done))


def _overall(told: Told, paired: Paired) -> ChangeOfPart:
    title = told.words.translations.gettext("Overall score")
    return _line(told, title, (paired.n, paired.before, paired.after, paired.change))


def _lines(told: Told, paired: Paired) -> list[ChangeOfPart]:
    found: pd.DataFrame = paired.dimensions.reindex(list(told.columns))
    rows = found[["n", "before", "after", "change"]].itertuples(index=False, name=None)
    return [_line(told, one.title, row) for one, row in zip(told.instrument.dimensions, rows, strict=True)]


def _line(told: Told, title: str, figures: tuple[float, ...]) -> ChangeOfPart:
    n, before, after, change = figures
    number, none = told.words.number, told.words.translations.gettext("–")
    if math.isnan(change):
        return ChangeOfPart(title, number(0 if math.isnan(n) else n), none, none, none)
    return ChangeOfPart(title, number(n), number(before, 1), number(after, 1), _signed(told, change))


def _signed(told: Told, value: float) -> str:
    return "" if math.isnan(value) else told.words.signed(value, 1)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def stages(told: Told) -> str:
    """How many clients are at which stage, in words."""
    found = told.portfolio.profile["stage"].fillna("").replace("", "T0").value_counts()
    template = told.words.translations.gettext("Assessment {stage}: {n}")
    counted = {str(stage): int(n) for stage, n in found.items()}
    ordered = sorted(counted, key=lambda stage: (len(stage), stage))
    named = [template.format(stage=_place(told.words, stage), n=told.words.number(counted[stage])) for stage in ordered]
    return told.words.list(named)
