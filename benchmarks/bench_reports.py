"""A firm's report as PDF: ours against plain Platypus, Typst and WeasyPrint, one by one and by the thousand.

    python -m benchmarks.bench_reports --firms 1000
    python -m benchmarks.bench_reports --profile

All ways set the texts that our PDF has room for, which is checked first, in the same fonts and sizes. They take turns
with reports that none has seen before, after a few others to get warm; each figure is the median of the rounds.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pypdfium2

from benchmarks.bench_scoring import in_turns
from benchmarks.reports_by import batch, platypus, typst, waymark, weasyprint
from benchmarks.reports_by.content import texts
from benchmarks.reports_by.firms import EDITION, firms
from benchmarks.reports_by.told import Given, Told, given
from reports.batch import made_of
from scoring.answers import AnswerTable

ROUNDS = 5
EACH = 5
"""Reports in a round."""
WARM = 5

Way = Callable[[Given], bytes]

OURS, PLATYPUS, TYPST, WEASYPRINT = waymark.NAME, "plain Platypus", "Typst, tagged", "WeasyPrint"
WAYS: dict[str, Way] = {
    OURS: waymark.render,
    PLATYPUS: platypus.render,
    "plain Platypus, one pass": platypus.render_once,
    TYPST: typst.render,
    WEASYPRINT: weasyprint.render,
}
BUILD = "answers to report"
GOALS = {PLATYPUS: 4, TYPST: 2, WEASYPRINT: 20}
"""How many times as fast as another way ours is to be."""


def main() -> None:
    """Print milliseconds, ratios, pages and size of one report, then the speed of a batch."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=1000, help="reports in the batch, 0 for none")
    parser.add_argument("--profile", action="store_true", help="show only where our own time goes")
    asked = parser.parse_args()
    if asked.profile:
        profile()
        return
    table = firms(WARM + ROUNDS * EACH)
    reports = given(table)
    sizes = {name: checked_size(way, reports[:WARM]) for name, way in WAYS.items()}
    seconds = in_turns(in_rounds(table[WARM:], reports[WARM:]), ROUNDS)
    show({name: 1000 * taken / EACH for name, taken in seconds.items()}, sizes)
    if asked.firms:
        batch.measure(asked.firms)


def show(ms: dict[str, float], sizes: dict[str, tuple[float, float, float]]) -> None:
    """The table for one report, and how far the goals are met."""
    print(f"\nOne report as PDF, median of {ROUNDS} rounds of {EACH} firms that none has seen before")
    print(f"{'':32}{'ms':>9}{'x Platypus':>12}{'pages':>8}{'kB':>7}{'words':>8}")
    for name, (pages, kilobytes, words) in sizes.items():
        print(f"{name:32}{ms[name]:9.1f}{ms[PLATYPUS] / ms[name]:12.2f}{pages:8.1f}{kilobytes:7.0f}{words:8.0f}")
    print(f"{BUILD:32}{ms[BUILD]:9.1f}  (before any of them)")
    reached = (f"{ms[other] / ms[OURS]:.1f} x {other} (goal {goal})" for other, goal in GOALS.items())
    print(f"Waymark is {', '.join(reached)}; 8 x plain Platypus where the way stays plain; 8 pages in at most 150 kB")


def in_rounds(table: AnswerTable, reports: Sequence[Given]) -> dict[str, Callable[[], object]]:
    """Each way as a function that makes the reports of the next round; building them from answers beside it."""
    rounds = [reports[first : first + EACH] for first in range(0, len(reports), EACH)]
    ways = {name: next_round(way, rounds) for name, way in WAYS.items()}
    tables = iter([table[first : first + EACH] for first in range(0, len(table), EACH)])
    return ways | {BUILD: lambda: made_of(next(tables), EDITION)}


def next_round(way: Way, rounds: Sequence[Sequence[Given]]) -> Callable[[], object]:
    """A function that renders one round after the other, one at each call."""
    following: Iterator[Sequence[Given]] = iter(rounds)
    return lambda: [way(report) for report in next(following)]


def checked_size(way: Way, reports: Sequence[Given]) -> tuple[float, float, float]:
    """Mean pages, kilobytes and words; raises ``AssertionError`` where a PDF lacks a text that ours has."""
    sizes = []
    for report in reports:
        pdf = way(report)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
        assert_told(report.told, words_of("\n".join(pages)), way)
        sizes.append((len(pages), len(pdf) / 1000, sum(len(page.split()) for page in pages)))
    pages, kilobytes, words = (sum(column) / len(sizes) for column in zip(*sizes, strict=True))
    return pages, kilobytes, words


def assert_told(told: Told, words: Counter[str], way: Way) -> None:
    """Every word of every part, question, answer, gap and step, as often as they say it: lines may break anywhere."""
    lacking = sum((words_of(text) for text in texts(told)), Counter()) - words
    if lacking:
        title = told.report.title
        raise AssertionError(f"{way.__module__} lacks in the report of {title}: {', '.join(sorted(lacking))}")


def words_of(text: str) -> Counter[str]:
    """Words without their punctuation, with how often they stand there."""
    return Counter(re.findall(r"\w+", text))


def profile(reports: int = 40, shown: int = 15) -> None:
    """Where our time goes: in building reports from answers, and in making them PDFs."""
    table = firms(WARM + reports)
    made = given(table)
    for report in made[:WARM]:
        waymark.render(report)
    works: dict[str, Callable[[], object]] = {
        "answers to report": lambda: made_of(table[WARM:], EDITION),
        "report to PDF": lambda: [waymark.render(report) for report in made[WARM:]],
    }
    for name, work in works.items():
        profiler = cProfile.Profile()
        profiler.runcall(work)
        for order in ("cumulative", "tottime"):
            text = io.StringIO()
            pstats.Stats(profiler, stream=text).strip_dirs().sort_stats(order).print_stats(shown)
            print(f"\n{name}, {reports} times, by {order}\n{text.getvalue().strip()}")


if __name__ == "__main__":
    main()
