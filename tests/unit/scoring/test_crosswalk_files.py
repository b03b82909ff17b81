"""The files of crosswalks: what they name is there, faults are found with their place, and the score of a part."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.answers import table_of
from scoring.conditions import hold
from scoring.crosswalk import CrosswalkError, check_crosswalks, crosswalk, load_crosswalk
from scoring.crosswalk.concluding import NO, UNMEASURED, YES
from scoring.crosswalk.items import items_of
from scoring.instrument import Condition
from scoring.loading import BUILT_IN, load

SOURCE = load("sme-readiness")
TARGETS = ("eurostat-dii@3", "eurostat-dii@4", "eu-dma@1")


@pytest.mark.parametrize("target", TARGETS)
def test_every_item_and_every_answer_that_a_file_names_is_there(target: str) -> None:
    found = load_crosswalk(SOURCE, load(target))
    assert set(found.items) <= set(items_of(load(target)))
    assert found.source == "sme-readiness@1"


def test_each_file_is_the_crosswalk_to_a_built_in_instrument() -> None:
    files = {path.stem for path in (BUILT_IN / "sme-readiness" / "v1" / "crosswalk").iterdir()}
    assert files == {target.replace("@", "-v") for target in TARGETS}


@pytest.mark.parametrize("target", TARGETS[:2])
def test_every_item_of_the_index_says_why(target: str) -> None:
    """Also those that are not measured, so that nobody has to guess whether they were forgotten."""
    assert list(load_crosswalk(SOURCE, load(target)).items) == list(load(target).questions)


@pytest.mark.parametrize("target", TARGETS)
def test_no_answers_lead_to_a_yes_and_a_no_at_once(target: str) -> None:
    """Over all combinations of the options of the questions that decide an item; each way is met by some."""
    for name, item in load_crosswalk(SOURCE, load(target)).items.items():
        if item.yes is None or item.no is None:
            continue
        questions = [SOURCE.questions[one] for one in sorted(_asked(item.yes) | _asked(item.no))]
        firms = [
            {question.id: answer for question, answer in zip(questions, answers, strict=True)}
            for answers in itertools.product(*(_answers(question) for question in questions))
        ]
        table = table_of(SOURCE, firms, [{"firm": "A", "size": "small"}] * len(firms))
        yes, no = hold(table, [item.yes, item.no])
        assert not (yes & no).any(), name
        assert yes.any(), name
        assert no.any(), name


def _asked(condition: Condition) -> set[str]:
    """The questions that a condition asks about."""
    parts = (*condition.all, *condition.any, *condition.none)
    own = {reference.partition(".")[0] for reference in condition.answers}
    return own.union(*(_asked(part) for part in parts))


def _answers(question: Any) -> list[Any]:
    if question.type == "multiple":
        ids = [option.id for option in question.options]
        return [list(some) for size in range(len(ids) + 1) for some in itertools.combinations(ids, size)]
    if question.type == "grid":
        return [{row.id: option.id for row in question.rows} for option in question.options]
    return [option.id for option in question.options]


HOME = """
format: 1
id: home
version: 1
language: en
title: Home
description: A small instrument for the tests.
source: Written for the tests.
baseline: low
levels: [{id: low, title: Low, meaning: Low.}, {id: high, title: High, meaning: High., bound: 50}]
dimensions:
  - id: all
    title: All
    short: All
    description: A part of the test.
    questions:
      - {id: tools, type: multiple, text: "Which?", options: [{id: a, label: A}, {id: b, label: B}, {id: c, label: C}]}
"""
AWAY = HOME.replace("id: home", "id: away").replace("id: tools", "id: kit")
CROSSWALK = """
format: 1
target: away@1
items:
  kit.a:
    yes: {answers: {tools: [a]}}
    no: {answers: {tools: [none, b, c]}, none: [{answers: {tools: [a]}}]}
    why: The same.
  kit.b:
    yes: {answers: {tools: [b]}}
    no: {answers: {tools: [none, a, c]}, none: [{answers: {tools: [b]}}]}
    why: The same.
  kit.c:
    yes: {answers: {tools: [c]}}
    why: The same.
"""


@pytest.fixture
def two(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with two instruments, and the crosswalk between them as given."""

    def folder(text: str) -> Path:
        for name, content in (("home", HOME), ("away", AWAY)):
            home = tmp_path / name / "v1"
            (home / "crosswalk").mkdir(parents=True, exist_ok=True)
            (home / "questions.yaml").write_text(content, encoding="utf-8")
        (tmp_path / "home" / "v1" / "crosswalk" / "away-v1.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return folder


def test_a_part_measured_to_60_percent_has_a_score_over_what_can_show_both_ways(two: Callable[[str], Path]) -> None:
    folder = two(CROSSWALK)
    home, away = (load(name, folder=folder) for name in ("home", "away"))
    firms: list[dict[str, Any]] = [{"tools": ["a", "c"]}, {"tools": ["a", "b"]}, {"tools": []}, {}]
    found = crosswalk(table_of(home, firms, [{"firm": "A"}] * 4), away, folder=folder)
    assert found.coverage[1].share == pytest.approx(2 / 3)
    assert found.items["kit.c"].tolist() == [YES, UNMEASURED, UNMEASURED, UNMEASURED]
    assert found.partial["all"].tolist()[:3] == pytest.approx([50, 100, 0]), (
        "the tick that can only be a yes takes no part"
    )
    assert np.isnan(found.partial["all"][3])
    assert any("not the score of the part" in str(message) for message in found.limits)


def test_an_item_for_which_a_yes_and_a_no_hold_at_once_is_unmeasured(two: Callable[[str], Path]) -> None:
    folder = two(CROSSWALK.replace("no: {answers: {tools: [none, b, c]}, none: [{answers: {tools: [a]}}]}",
                                   "no: {answers: {tools: [none, b, c]}}"))  # fmt: skip
    home, away = (load(name, folder=folder) for name in ("home", "away"))
    firms: list[dict[str, Any]] = [{"tools": ["a"]}, {"tools": ["a", "b"]}, {"tools": ["b"]}]
    found = crosswalk(table_of(home, firms, [{"firm": "A"}] * 3), away, folder=folder)
    assert found.items["kit.a"].tolist() == [YES, UNMEASURED, NO]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kit.c:", "kit.z:", "has no item “kit.z”"),
        ("tools: [c]", "tools: [z]", "has no option “z”"),
        ("{tools: [c]}", "{gone: [c]}", "no question “gone”"),
        ("yes: {answers: {tools: [c]}}", "yes: {profile: {size: [micro]}}", "rests on answers"),
        ("target: away@1", "target: other@1", "its target is other@1"),
        ("    why: The same.\n  kit.b", "  kit.b", "kit.a"),
    ],
)
def test_faults_of_a_crosswalk_are_named_with_their_place(
    two: Callable[[str], Path], old: str, new: str, fault: str
) -> None:
    assert old in CROSSWALK
    folder = two(CROSSWALK.replace(old, new))
    with pytest.raises(CrosswalkError, match=re.escape(fault)) as error:
        load_crosswalk(load("home", folder=folder), load("away", folder=folder), folder=folder)
    assert all("away-v1.yaml, line" in problem.place for problem in error.value.problems)
    assert check_crosswalks(folder / "home" / "v1", folder=folder) == error.value.problems


def test_a_crosswalk_to_nowhere_is_found_when_the_instrument_is_checked(two: Callable[[str], Path]) -> None:
    home = two(CROSSWALK) / "home" / "v1"
    assert check_crosswalks(home, folder=home.parents[1]) == []
    (home / "crosswalk" / "gone-v2.yaml").write_text(CROSSWALK, encoding="utf-8")
    (problem,) = check_crosswalks(home, folder=home.parents[1])
    assert problem.place == "gone@2"


def test_the_built_in_ones_are_sound() -> None:
    assert check_crosswalks(BUILT_IN / "sme-readiness" / "v1") == []


def test_where_there_is_no_crosswalk_those_that_there_are_are_named() -> None:
    with pytest.raises(CrosswalkError, match=r"to sme-readiness@1\..*: eu-dma@1, eurostat-dii@3, eurostat-dii@4"):
        crosswalk(table_of(SOURCE, [], []), SOURCE)


def test_where_there_is_none_at_all_none_is_offered() -> None:
    with pytest.raises(CrosswalkError, match=r"^eurostat-dii@3: No crosswalk leads from here to another"):
        crosswalk(table_of(load("eurostat-dii@3"), [], []), load("eurostat-dii@4"))
