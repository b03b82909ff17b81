"""A release of a million firms in all declared tables, against pandas groupby with mean and quartiles.

    python -m benchmarks.bench_release --firms 1000000

Both know the firms' fields as text and nine scores each. The way "one groupby" is the least that pandas can do: a
single table of two fields; "the same cells" runs one groupby for each declared table. A release does more besides: it
groups, withholds, rounds, gives all deciles and intervals, and measures inequality. Ways take turns; medians.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.bench_scoring import in_turns
from scoring.loading import load
from scoring.release.build import build
from scoring.release.disclosure import Rules
from scoring.release.grouping import classes_of, grouping_of
from scoring.release.model import OVERALL, Snapshot
from scoring.release.statistics import spreads_of
from scoring.scores import level_of

ROUNDS = 3
INSTRUMENT = load("sme-readiness")


def main() -> None:
    """Print the table of ratios and the growth from a hundredth of the firms; the first column is seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=1_000_000)
    firms = parser.parse_args().firms
    snapshot, small = random_snapshot(firms), random_snapshot(firms // 100)
    ways: dict[str, Callable[[], object]] = {
        "release": lambda: release(snapshot),
        "its means and quantiles": lambda: spreads(snapshot),
        "pandas, the same cells": lambda: pandas_tables(snapshot),
        "pandas, one groupby": lambda: pandas_groupby(snapshot, ["sector", "size"]),
        "release, 1 % of the firms": lambda: release(small),
    }
    seconds = in_turns(ways, ROUNDS)
    same, one = seconds["pandas, the same cells"], seconds["pandas, one groupby"]
    print(f"\nA release of {firms:,} firms, {snapshot.scores.shape[1]} scores each")
    print(f"{'':28}{'seconds':>9}{'x same cells':>14}{'x one groupby':>15}")
    for name, taken in seconds.items():
        print(f"{name:28}{taken:9.3f}{taken / same:14.2f}{taken / one:15.2f}")
    growth = seconds["release"] / seconds["release, 1 % of the firms"]
    print(f"100 x the firms take {growth:.0f} x the time")
    print("goals: a release at most 1 x pandas on the same cells, and growth at most 100 x")


def release(snapshot: Snapshot) -> object:
    return build(snapshot, INSTRUMENT, campaign="Benchmark", date=datetime.date(2026, 1, 1))


def spreads(snapshot: Snapshot) -> object:
    classes = classes_of(snapshot, grouping_of(snapshot, (), Rules()))
    return [spreads_of(snapshot.scores[name].to_numpy(), classes) for name in snapshot.scores]


DECLARED = (
    [], ["size"], ["sector"], ["country"], ["region"], ["source"],
    ["sector", "size"], ["sector", "region"], ["size", "region"],
)  # fmt: skip


def pandas_tables(snapshot: Snapshot) -> object:
    return [pandas_groupby(snapshot, fields) for fields in DECLARED]


def pandas_groupby(snapshot: Snapshot, fields: list[str]) -> object:
    if not fields:
        return snapshot.scores.mean(), snapshot.scores.quantile([0.25, 0.5, 0.75])
    groups = snapshot.scores.groupby([snapshot.fields[name] for name in fields])
    return groups.mean(), groups.quantile([0.25, 0.5, 0.75])


def random_snapshot(firms: int) -> Snapshot:
    """Firms in all fields, with scores that go together and a thirtieth of them missing."""
    chance = np.random.default_rng(1)
    choices = {
        "size": ["micro", "small", "medium", "large", "not stated"],
        "sector": [*"ABCDEFGHIJKLMNOPQRSTU", "not stated"],
        "country": ["AT", "DE", "FR"],
        "region": [f"region {place}" for place in range(10)],
        "source": ["self", "interview", "import"],
    }
    fields = pd.DataFrame({name: chance.choice(values, firms) for name, values in choices.items()}, dtype="str")
    names = [OVERALL, *(dimension.id for dimension in INSTRUMENT.dimensions)]
    common = chance.normal(50, 15, firms)
    scores = pd.DataFrame({name: np.clip(common + chance.normal(0, 10, firms), 0, 100) for name in names})
    scores = scores.mask(chance.random(scores.shape) < 1 / 30)
    return Snapshot(
        keys=np.array([f"firm {place}" for place in range(firms)], dtype=object),
        digests=chance.integers(0, 2**62, firms).astype(np.uint64),
        fields=fields,
        scores=scores,
        levels=level_of(INSTRUMENT, scores[OVERALL].to_numpy()),
        marks=pd.DataFrame(index=range(firms)),
        own_link=True,
    )


if __name__ == "__main__":
    main()
