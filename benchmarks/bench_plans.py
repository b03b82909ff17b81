"""The exact cheapest way beside the search for one over the same actions, and the best plan by quarters: their time.

Also what the search costs more than the exact way.

python -m benchmarks.bench_plans --firms 200
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from benchmarks.bench_scoring import random_firms
from scoring.answers import AnswerTable
from scoring.loading import load
from scoring.roadmap.choices import DAY_RATE
from scoring.roadmap.exact import best_plan, cheapest_way
from scoring.scores import Scores, score

PLANS = 10
"""Firms whose best plan is made: it takes seconds each."""


def main() -> None:
    """Print milliseconds a firm (median and 95th percentile), the ratio of costs, and the seconds of a plan."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=200)
    firms, rate = parser.parse_args().firms, DAY_RATE
    table = random_firms(load("sme-readiness"), firms)
    scores = score(table)
    cheapest_way(table, scores)  # imports the solver
    taken: dict[float, list[float]] = {30.0: [], 0.0: []}
    efforts: dict[float, list[float]] = {30.0: [], 0.0: []}
    for row in range(firms):
        for limit, times in taken.items():
            start = time.perf_counter()
            way = cheapest_way(table, scores, row, time_limit=limit)
            times.append(1000 * (time.perf_counter() - start))
            if way is not None and way.reached:
                efforts[limit].append(way.own_days * rate + way.cost)
    ratios = np.array(efforts[0.0]) / np.maximum(efforts[30.0], 1.0)
    for name, limit in (("exact", 30.0), ("search", 0.0)):
        print(f"{name:8} median {np.median(taken[limit]):6.1f} ms, p95 {np.quantile(taken[limit], 0.95):6.1f} ms")
    dearer = (ratios > 1.0001).mean()
    print(f"search costs x exact: mean {ratios.mean():.3f}, most {ratios.max():.3f}; dearer for {dearer:.0%}")
    seconds, proven = plans(table, scores)
    print(
        f"by quarters median {np.median(seconds):6.2f} s, most {max(seconds):6.2f} s; proven {proven} of {len(seconds)}"
    )


def plans(table: AnswerTable, scores: Scores) -> tuple[list[float], int]:
    """Seconds of the best plan of some firms, and how many are proven in every respect."""
    seconds, proven = [], 0
    for row in range(min(PLANS, len(table))):
        start = time.perf_counter()
        proven += best_plan(table, scores, row).proven == "all"
        seconds.append(time.perf_counter() - start)
    return seconds, proven


if __name__ == "__main__":
    main()
