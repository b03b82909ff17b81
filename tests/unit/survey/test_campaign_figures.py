"""Codes that can be typed and not guessed, and figures that tell of no single firm."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from math import log2

from survey.storage.campaigns.codes import ALPHABET, GROUPS, LENGTH, as_typed, code_digest, is_code, new_code, no_code
from survey.storage.campaigns.rounding import among, bounds, down, share, tells_too_much, whole


def test_a_code_has_75_bits_and_no_two_signs_that_look_alike() -> None:
    assert GROUPS * LENGTH * log2(len(ALPHABET)) >= 75
    for alike in ("0O", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1


def test_a_code_is_read_however_it_was_typed() -> None:
    code = new_code()
    assert as_typed(code) == code
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("-", " – ")):
        assert as_typed(typed) == code
    assert as_typed("ZSGB-ZSGB-ZSGB-VVVV") == as_typed("2568 2568 2568 UUUU") == "ZSGB-ZSGB-ZSGB-VVVV"


def test_what_cannot_be_a_code_is_none() -> None:
    code = new_code()
    for typed in ("", code[:-1], f"{code}A", code[:-1] + "0", code[:-1] + "Ω", "٣" * 16, "x" * 10_000):
        assert as_typed(typed) == ""


def test_what_is_kept_where_there_is_no_code_opens_nothing() -> None:
    assert is_code(code_digest(new_code()))
    assert not is_code(no_code())
    assert no_code() != no_code()


def test_a_number_is_rounded_down_to_five() -> None:
    assert [down(n) for n in (0, 1, 4, 5, 9, 10, 14)] == [0, 0, 0, 5, 5, 10, 10]


def test_no_figure_says_that_all_who_are_invited_are_meant() -> None:
    assert [among(8, 8), among(9, 9), among(10, 10), among(14, 14), among(10, 14)] == [None, 5, 5, 10, 10]
    for known in range(9, 60):
        for told in {among(n, known) for n in range(known + 1)}:
            assert sum(among(n, known) == told for n in range(known + 1)) >= 5


def test_a_sum_beside_its_parts_tells_nothing_of_one() -> None:
    assert whole(45, [9] * 5) == 40
    assert whole(8, [8]) == 5
    seen: dict[tuple[int, ...], list[set[int]]] = {}
    for parts in product(range(15), repeat=3):
        told = (whole(sum(parts), parts), *map(down, parts))
        for place, n in enumerate(parts):
            seen.setdefault(told, [set(), set(), set()])[place].add(n)
    assert all(len(one) == 5 for some in seen.values() for one in some)


def test_shares_are_of_figures_that_are_told() -> None:
    assert [share(None, 50), share(0, 50), share(5, 0)] == [None, None, None]
    assert [share(10, 55), share(25, 50), share(55, 60)] == [20, 50, 90]


def test_where_firms_stopped_narrows_down_no_other_figure() -> None:
    """Against every way in which the figures can come about: each number can still be any of five."""
    chance = random.Random(1)  # noqa: S311 - for a test
    found = set()
    for _ in range(60):
        parts, ways = chance.randint(1, 3), chance.randint(1, 2)
        left = [[chance.randrange(7) for _ in range(parts)] for _ in range(ways)]
        finished = [chance.randrange(12) for _ in range(ways)]
        begun = [done + sum(those) for done, those in zip(finished, left, strict=True)]
        told = [down(sum(one)) for one in zip(*left, strict=True)]
        shown = [down(n) for n in begun], [down(n) for n in finished]
        said = tells_too_much(told, *([bounds(n) for n in some] for some in shown))
        assert said != all(len(one) == 5 for one in possible(told, *shown))
        found.add(said)
    assert found == {True, False}


def possible(parts: Sequence[int], begun: Sequence[int], finished: Sequence[int]) -> Iterator[set[int]]:
    """What each number can be where these figures are told."""
    pairs = [
        [(some, done) for some in range(low, low + 5) for done in range(of, of + 5) if done <= some]
        for low, of in zip(begun, finished, strict=True)
    ]
    by_sum: dict[int, list[tuple[tuple[int, int], ...]]] = {}
    for ways in product(*pairs):
        by_sum.setdefault(sum(some - done for some, done in ways), []).append(ways)
    every = [set[int]() for _ in (*parts, *begun, *finished)]
    for some in product(*(range(part, part + 5) for part in parts)):
        for ways in by_sum.get(sum(some), ()):
            for place, n in enumerate((*some, *(n for way in ways for n in way))):
                every[place].add(n)
    yield from every
