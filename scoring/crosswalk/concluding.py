"""What the answers of many firms show of another instrument: items, a count as a range, scores if enough is known."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.conditions import hold
from scoring.crosswalk.coverage import Coverage, coverage_of
from scoring.crosswalk.definition import Crosswalk, load_crosswalk
from scoring.crosswalk.items import TargetItem, items_of
from scoring.instrument import BLANK, Instrument, SingleQuestion
from scoring.messages import N_, Message, counted
from scoring.scores import published, score
from scoring.scores.measuring import TOLERANCE
from scoring.scores.scorer import distinct

YES, NO, UNMEASURED = 1, 0, -1
"""What is known of an item of one firm."""


@dataclass(frozen=True)
class Crosswalked:
    """What the answers of n firms show of ``target``; row i belongs to row i of the answers.

    ``items``: int8 (n, items), columns item ids: ``YES``, ``NO`` or ``UNMEASURED``, which is never a no.
    ``low``, ``high``: float64 (n,), for an instrument that counts: as many items as are shown, and those plus all that
    are unmeasured; NaN where the target asks the firm nothing, and for any other instrument. ``level``: int8 (n,),
    position in ``target.levels`` where both ends share it, else -1.
    ``partial``: float64 (n, dimensions), for an instrument of means: 0-100 over the items that are measured both ways,
    NaN below ``target.required_share`` of the dimension's weight; never the score of the whole dimension.
    ``coverage``: the whole instrument, then each dimension. ``limits``: what is shown and what is not.
    """

    target: Instrument
    items: pd.DataFrame
    low: pd.Series
    high: pd.Series
    level: pd.Series
    partial: pd.DataFrame
    coverage: tuple[Coverage, ...]
    limits: tuple[Message, ...]

    def __len__(self) -> int:
        return len(self.items)


def crosswalk(table: AnswerTable, target: Instrument, *, folder: Path | None = None) -> Crosswalked:
    """Conclude from answers to one instrument on the items of ``target``, by the crosswalk that the former brings.

    Blank, not applicable, don't know and hidden answers show nothing. An item for which both a yes and a no would hold
    is unmeasured too. Raises ``CrosswalkError`` where there is no crosswalk or its file is at fault.
    """
    definition = load_crosswalk(table.instrument, target, folder=folder)
    items = _items(table, definition, target)
    low, high, level = _counted(table, target, items)
    coverage = coverage_of(definition, target)
    partial = _partial(definition, target, items)
    asked_nothing = int(low.isna().sum()) if _counts(target) else 0
    limits = _limits(table, target, coverage, partial, asked_nothing)
    return Crosswalked(target, items, low, high, level, partial, coverage, limits)


def _items(table: AnswerTable, definition: Crosswalk, target: Instrument) -> pd.DataFrame:
    """Each item of each firm; every condition is evaluated once for the whole table."""
    names = list(items_of(target))
    asked = [
        (way, names.index(name), condition)
        for name, item in definition.items.items()
        for way, condition in ((NO, item.no), (YES, item.yes))
        if condition is not None
    ]
    shown = np.zeros((2, len(names), len(table)), dtype=bool)
    for (way, place, _), holds in zip(asked, hold(table, [condition for *_, condition in asked]), strict=True):
        shown[way, place] = holds
    known = np.select([shown[YES] & ~shown[NO], shown[NO] & ~shown[YES]], [YES, NO], UNMEASURED)
    return pd.DataFrame(known.astype(np.int8).T, columns=names)


def _counts(target: Instrument) -> bool:
    """Whether the target is a count of questions with one answer each, which a yes or a no can stand for."""
    single = all(isinstance(question, SingleQuestion) for question in target.questions.values())
    return single and target.overall == "count" and tuple(items_of(target)) == target.cells


def _counted(table: AnswerTable, target: Instrument, items: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The count by the target's own rules, as if its items were answered and what is unmeasured were blank."""
    if not _counts(target):
        nothing = pd.Series(np.nan, index=range(len(table)))
        return nothing.rename("low"), nothing.rename("high"), pd.Series(-1, index=nothing.index, dtype="int8")
    codes = np.column_stack([_codes(target, name, items[name].to_numpy()) for name in items.columns])
    scores = score(AnswerTable(target, codes, table.profile, pd.DataFrame(index=range(len(table)))), detail=False)
    return scores.low["overall"].rename("low"), scores.high["overall"].rename("high"), scores.level


def _codes(target: Instrument, question: str, known: np.ndarray) -> np.ndarray:
    """Answers to a single question: the best option for a yes, the worst for a no."""
    asked = target.questions[question]
    points = [asked.points(option) for option in asked.options] if isinstance(asked, SingleQuestion) else []
    best, worst = int(np.argmax(points)), int(np.argmin(points))
    codes: np.ndarray = np.select([known == YES, known == NO], [best, worst], BLANK).astype(np.int8)
    return codes


def _partial(definition: Crosswalk, target: Instrument, items: pd.DataFrame) -> pd.DataFrame:
    """The mean of each dimension over what is known of it; NaN where the target takes no mean."""
    columns = {}
    for dimension in target.dimensions:
        inside = [item for item in items_of(target).values() if item.dimension == dimension.id]
        takes_mean = target.overall == "mean" and dimension.rule == "mean"
        columns[dimension.id] = _mean(definition, target, inside, items) if takes_mean else np.nan
    return pd.DataFrame(columns, index=range(len(items)), dtype="float64")


def _mean(definition: Crosswalk, target: Instrument, inside: list[TargetItem], items: pd.DataFrame) -> np.ndarray:
    """100 x the weighted mean over known items that can show both ways, from the required share of the weight on."""
    known, earned, whole = np.zeros(len(items)), np.zeros(len(items)), 0.0
    for item in inside:
        weight = target.questions[item.question].weight * item.share
        whole += weight
        if item.id in definition.items and definition.items[item.id].ways == 2:
            value = items[item.id].to_numpy()
            known += weight * (value != UNMEASURED)
            earned += weight * (value == YES)
    enough = (known > 0) & (known >= whole * (target.required_share - TOLERANCE))
    mean: np.ndarray = np.divide(100 * earned, known, out=np.full(len(items), np.nan), where=enough)
    return mean


METHOD = N_("An item is a yes or a no only where an answer shows it for certain; all else is unmeasured, never a no.")
RANGE = N_(
    "The count is a range: the items in place, and those plus all that are unmeasured. A level is named only where both"
    " ends share it."
)
NO_PART = N_("No part has a score: in none can {share} % of it turn out a yes as well as a no.")
SOME_PARTS = N_(
    "A part has a score only over its measured items, and only where they are {share} % of it; it is not the score of"
    " the part."
)
NOT_OFFICIAL = N_("This is no official result of “{title}”: it is concluded from answers to “{source}”.")


def _limits(
    table: AnswerTable,
    target: Instrument,
    coverage: tuple[Coverage, ...],
    partial: pd.DataFrame,
    asked_nothing: int,
) -> tuple[Message, ...]:
    said = [counted("One firm was looked at.", "{n} firms were looked at.", len(table))]
    if asked_nothing:
        without = counted(
            "One firm has no count, because nothing is asked of a firm of its size.",
            "{n} firms have no count, because nothing is asked of firms of their size.",
            asked_nothing,
        )
        said.append(without)
    said += [coverage[0].message, Message(METHOD)]
    if _counts(target):
        said.append(Message(RANGE))
    else:
        some = bool(partial.notna().to_numpy().any())
        said.append(Message(SOME_PARTS if some else NO_PART, {"share": f"{100 * target.required_share:g}"}))
    names = {"title": target.title, "source": table.instrument.title}
    return (*said, Message(NOT_OFFICIAL, names))


def crosswalk_table(table: AnswerTable, found: Crosswalked) -> pd.DataFrame:
    """What a file holds, one row for each firm: the profile columns; for a count ``low``, ``high`` and ``level``, else
    a column ``partial_…`` for each dimension; ``measured``, how many items are known of this firm; then each item,
    ``yes``, ``no`` or missing; then the columns carried through, under names of their own.
    """
    columns: dict[Hashable, object] = {}
    if _counts(found.target):
        levels = np.array([level.id for level in found.target.levels] + [None], dtype=object)
        columns |= {"low": found.low, "high": found.high}
        columns["level"] = pd.array(levels[found.level.to_numpy()], dtype="string")
    else:
        columns |= {f"partial_{name}": published(values) for name, values in found.partial.items()}
    columns["measured"] = (found.items != UNMEASURED).sum(axis=1)
    words = np.array(["no", "yes", None], dtype=object)
    columns |= {name: pd.array(words[values.to_numpy()], dtype="string") for name, values in found.items.items()}
    shown = pd.DataFrame(columns, index=range(len(found)))
    whole: pd.DataFrame = pd.concat([table.profile, shown, table.extra], axis=1)
    whole.columns = pd.Index(distinct([str(name) for name in whole.columns]))
    return whole
