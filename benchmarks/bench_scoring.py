"""Scoring a million firms with `sme-readiness`, against a bare matrix product and against pandas on a wide table.

    python -m benchmarks.bench_scoring --firms 1000000

All ways score the same firms, a tenth of the answers missing, and take turns in one process; each figure is the median.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.instrument import (
    BLANK,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
    cells_of,
)
from scoring.loading import load
from scoring.profile import profile_table
from scoring.scores import CHUNK, score

MISSING = 0.1
ROUNDS = 5


def main() -> None:
    """Print the table of ratios; the first column is seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=1_000_000)
    firms = parser.parse_args().firms
    table = random_firms(load("sme-readiness"), firms)
    by_row = AnswerTable(table.instrument, np.ascontiguousarray(table.codes), table.profile, table.extra)
    wide = pd.DataFrame(table.codes, columns=list(table.instrument.cells))
    assert_same_numbers(table[: min(firms, 20_000)])
    ways: dict[str, Callable[[], object]] = {
        "bare float32 product": lambda: bare_product(by_row.codes, len(table.instrument.dimensions)),
        "score, without detail": lambda: score(table, detail=False),
        "score, codes row by row": lambda: score(by_row, detail=False),
        "score, with detail": lambda: score(table),
        "pandas, wide table": lambda: pandas_wide(table.instrument, wide, table.profile),
    }
    seconds = in_turns(ways)
    print(f"\nScoring {firms:,} firms, {len(table.instrument.cells)} cells each, {MISSING:.0%} of the answers missing")
    print(f"{'':26}{'seconds':>9}{'x product':>11}{'pandas x':>10}")
    for name, taken in seconds.items():
        bare, pandas = taken / seconds["bare float32 product"], seconds["pandas, wide table"] / taken
        print(f"{name:26}{taken:9.3f}{bare:11.2f}{pandas:10.1f}")
    print("goals: score without detail at most 2 x the product, and pandas at least 8 x score")


def in_turns(ways: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each way; the ways take turns, so that a busy machine is busy for all of them, and none clears
    away what another left behind."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            gc.collect()
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def bare_product(codes: np.ndarray, dimensions: int) -> np.ndarray:
    """The least that any scoring by matrix does: weighted sums over what is there, and the weights of what is there.

    No conditions, no points, no rules: codes as float32, blanks masked, two products, one division; chunked like ours.
    """
    weights = np.random.default_rng(0).random((codes.shape[1], dimensions), dtype=np.float32)
    scores = np.empty((len(codes), dimensions), dtype=np.float32)
    for start in range(0, len(codes), CHUNK):
        values = codes[start : start + CHUNK].astype(np.float32)
        there = (values >= 0).astype(np.float32)
        values *= there
        scores[start : start + CHUNK] = (values @ weights) / (there @ weights)
    return scores


def pandas_wide(instrument: Instrument, wide: pd.DataFrame, profile: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The same scores as one writes them with pandas: a column of shares for each question, then weighted means."""
    hidden = {name: pandas_hidden(question, profile) for name, question in instrument.questions.items()}
    shares = {
        name: pandas_share(question, wide, instrument).mask(hidden[name])
        for name, question in instrument.questions.items()
        if question.scored
    }
    applies = {name: ~(pandas_not_applicable(instrument.questions[name], wide) | hidden[name]) for name in shares}
    dimensions = pd.DataFrame(
        {
            one.id: pandas_mean(one.questions, pd.DataFrame(shares), pd.DataFrame(applies))
            for one in instrument.dimensions
        }
    )
    weights = pd.Series({one.id: one.weight for one in instrument.dimensions})
    there = dimensions.notna().mul(weights).sum(axis=1)
    overall = dimensions.mul(weights).sum(axis=1).div(there).where(there >= (0.6 - 1e-9) * weights.sum())
    return dimensions, overall


def pandas_hidden(question: Question, profile: pd.DataFrame) -> pd.Series:
    """Conditions of `sme-readiness` are on the profile only; unknown values never hide."""
    hidden = pd.Series(False, index=profile.index)
    for field, accepted in (question.show_if.profile if question.show_if else {}).items():
        values = profile[field].map({True: "yes", False: "no"}) if field == "staff" else profile[field]
        hidden |= (values.notna() & ~values.isin(accepted)).to_numpy(dtype=bool)
    return hidden


def pandas_share(question: Question, wide: pd.DataFrame, instrument: Instrument) -> pd.Series:
    cells = wide[list(cells_of(question))]
    offered = question.bands if isinstance(question, NumberQuestion) else question.options
    points = [max(0.0, question.points(one)) / question.max_points for one in offered]
    known = dict(enumerate(points)) | ({-3: 0.0} if question.dk == "zero" else {})
    if isinstance(question, MultipleQuestion):
        earned = cells.mul([question.points(option) for option in question.options]).sum(axis=1) / question.max_points
        answered = cells.iloc[:, 0]
        return (
            earned.clip(0, 1).where(answered >= 0, 0.0).where((answered >= 0) | answered.isin([*known][len(points) :]))
        )
    if not isinstance(question, GridQuestion):
        return cells.iloc[:, 0].map(known)
    rows = cells.apply(lambda column: column.map(known))
    enough = rows.notna().sum(axis=1) >= (instrument.required_share - 1e-9) * (cells != -2).sum(axis=1)
    return rows.mean(axis=1).where(enough)


def pandas_not_applicable(question: Question, wide: pd.DataFrame) -> pd.Series:
    return (wide[list(cells_of(question))] == -2).all(axis=1)


def pandas_mean(questions: Sequence[Question], shares: pd.DataFrame, applies: pd.DataFrame) -> pd.Series:
    weights = pd.Series({question.id: question.weight for question in questions if question.scored})
    own = shares[list(weights.index)]
    there = own.notna().mul(weights).sum(axis=1)
    needed = applies[list(weights.index)].mul(weights).sum(axis=1)
    return (100 * own.mul(weights).sum(axis=1) / there).where((there >= (0.6 - 1e-9) * needed) & (there > 0))


def assert_same_numbers(table: AnswerTable) -> None:
    """A faster way to other numbers would be no comparison."""
    ours = score(table, detail=False)
    wide = pd.DataFrame(table.codes, columns=list(table.instrument.cells))
    dimensions, overall = pandas_wide(table.instrument, wide, table.profile)
    np.testing.assert_allclose(ours.dimensions, dimensions, rtol=0, atol=1e-9)
    np.testing.assert_allclose(ours.overall, overall, rtol=0, atol=1e-9)


def random_firms(instrument: Instrument, firms: int) -> AnswerTable:
    """Firms with random answers and sizes; a question is blank, a grid's row too, for a tenth of them."""
    chance = np.random.default_rng(1)
    cells = [random_cells(question, firms, chance) for question in instrument.questions.values()]
    sizes = chance.choice(["micro", "small", "medium", "large"], firms, p=[0.7, 0.2, 0.08, 0.02])
    staff = np.where(chance.random(firms) < 0.8, "yes", "no")
    given = pd.DataFrame({"size": pd.Series(sizes, dtype="str"), "staff": pd.Series(staff, dtype="str")})
    profile, _ = profile_table(given)
    return AnswerTable(instrument, np.concatenate(cells).T, profile, pd.DataFrame(index=range(firms)))


def random_cells(question: Question, firms: int, chance: np.random.Generator) -> np.ndarray:
    shape = (len(cells_of(question)), firms)
    if isinstance(question, TextQuestion):
        return np.empty(shape, dtype=np.int8)
    offered = question.bands if isinstance(question, NumberQuestion) else question.options
    choices = 2 if isinstance(question, MultipleQuestion) else len(offered)
    cells = chance.integers(0, choices, shape, dtype=np.int8)
    missing = chance.random(shape if isinstance(question, GridQuestion) else firms) < MISSING
    cells[np.broadcast_to(missing, shape)] = BLANK
    return cells


if __name__ == "__main__":
    main()
