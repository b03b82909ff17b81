"""Fragility and nearest reference profile of a million scored firms, beside scoring them.

    python -m benchmarks.bench_comparing --firms 1000000

All ways take turns in one process; each figure is the median.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks.bench_scoring import in_turns, random_firms
from scoring.fragility import fragility
from scoring.loading import load
from scoring.placing import nearest_profile
from scoring.scores import score


def main() -> None:
    """Print seconds, and how many times as long as scoring without detail each takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=1_000_000)
    firms = parser.parse_args().firms
    table = random_firms(load("sme-readiness"), firms)
    scores = score(table, detail=False)
    ways: dict[str, Callable[[], object]] = {
        "score, without detail": lambda: score(table, detail=False),
        "fragility": lambda: fragility(scores),
        "nearest profile": lambda: nearest_profile(scores),
    }
    seconds = in_turns(ways)
    print(f"\nComparing {firms:,} scored firms")
    print(f"{'':26}{'seconds':>9}{'x scoring':>11}")
    for name, taken in seconds.items():
        print(f"{name:26}{taken:9.3f}{taken / seconds['score, without detail']:11.2f}")


if __name__ == "__main__":
    main()
