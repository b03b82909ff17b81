"""Segments of a million firms, against k-means on all of them, and choosing k, against silhouettes of all pairs.

    python -m benchmarks.bench_segments --firms 1000000

Firms have 8 dimension scores from one latent trait and noise, the gradient that readiness is, or lie around four
centres. The ways of fitting take turns in one process; each figure is the median. Silhouettes of all pairs of 100,000
firms would take many minutes, so that they are measured on fewer, and growth with the square of the firms is computed
from there: so much is said.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from benchmarks.bench_scoring import in_turns
from scoring.segments.clustering import cluster
from scoring.segments.examining import CHOOSING, MOST, excesses, sampled

DIMENSIONS, K = 8, 4
CHOOSING_FROM = 100_000
PAIRS = 10_000
"""Firms on which silhouettes of all pairs are measured, and half as many for the growth."""


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=1_000_000)
    firms = parser.parse_args().firms
    for name, make in (("a gradient", gradient), ("four groups", groups)):
        fitting(name, make(firms))
    choosing(gradient(CHOOSING_FROM))
    growth(gradient(firms))


def fitting(name: str, rows: np.ndarray) -> None:
    full = KMeans(K, n_init=10, random_state=0)
    own, other = in_turns({"ours": partial(cluster, rows, K), "KMeans": partial(full.fit, rows)}).values()
    print(f"\nFitting {K} segments of {len(rows):,} firms, {name} in {DIMENSIONS} dimensions")
    print(f"{own:.3f} s against {other:.3f} s of KMeans(n_init=10): {other / own:.1f} x (goal 8 x)")
    print(f"inertia {cluster(rows, K).inertia / full.inertia_:.6f} x (goal at most 1.001 x)")


def choosing(rows: np.ndarray) -> None:
    """By the excess over random samples, as ``fit`` does; the baseline clusters all rows and measures all pairs."""
    own = seconds(lambda: excesses(sampled(rows, 0), range(2, MOST + 1)))
    clustering = seconds(lambda: [KMeans(k, n_init=10, random_state=0).fit(rows) for k in range(2, MOST + 1)])
    half, full = (seconds(partial(silhouette_score, rows[:n], np.arange(n) % K)) for n in (PAIRS // 2, PAIRS))
    pairs = (MOST - 1) * full * (len(rows) / PAIRS) ** 2
    print(f"\nChoosing k from 2 to {MOST} for {len(rows):,} firms")
    print(f"ours, with {CHOOSING} random samples for each k: {own:.2f} s")
    print(f"KMeans(n_init=10) for each k on all firms: {clustering:.2f} s, {clustering / own:.1f} x")
    print(
        f"silhouettes of all pairs for each k: {pairs:.0f} s, computed from {full:.2f} s for {PAIRS:,} firms and one k"
        f" ({full / half:.1f} x as long as for half of them; 4 is the square)"
    )
    print(f"both: {(clustering + pairs) / own:.0f} x (goal 10 x)")


def growth(rows: np.ndarray) -> None:
    """From a hundredth of the firms on: linear would be as long for each of them, however many there are."""
    sizes = [len(rows) // 100, len(rows) // 10, len(rows)]
    taken = in_turns({str(size): partial(cluster, rows[:size], K) for size in sizes})
    print("\nGrowth of fitting")
    for size, own in zip(sizes, taken.values(), strict=True):
        print(f"{size:>9,} firms {own:7.3f} s {1e6 * own / size:7.2f} µs for each")


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def gradient(firms: int) -> np.ndarray:
    random = np.random.default_rng(0)
    trait = 100 * random.beta(2, 3, (firms, 1))
    return (trait + random.normal(0, 12, (firms, DIMENSIONS))).clip(0, 100)


def groups(firms: int) -> np.ndarray:
    random = np.random.default_rng(0)
    centres = random.uniform(20, 80, (K, DIMENSIONS))
    return (centres[random.integers(0, K, firms)] + random.normal(0, 12, (firms, DIMENSIONS))).clip(0, 100)


if __name__ == "__main__":
    main()
