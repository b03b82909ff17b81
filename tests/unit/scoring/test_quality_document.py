"""The quality of answers written down: the keys that other people's scripts rely on, and a workbook to read."""

from __future__ import annotations

import io
import json
from gettext import NullTranslations
from typing import Any

import numpy as np
import openpyxl
import pytest

from scoring.answers import AnswerTable
from scoring.codebook import codebook
from scoring.quality import document, quality
from scoring.quality.workbook import workbook
from scoring.reliability import Reliability
from scoring.scores import score
from tests.unit.scoring.quality_cases import USUAL, answered

HOSTILE = '=cmd|" /C calc"!A0'


@pytest.fixture(scope="module")
def table() -> AnswerTable:
    """Firms that differ enough for figures, two that answer alike, and one with a dangerous name."""
    random = np.random.default_rng(0)
    firms = [
        USUAL | {f"a{number}": f"s{min(4, max(0, level + random.integers(-1, 2)))}" for number in range(1, 8)}
        for level in (0, 1, 1, 2, 2, 3, 3, 4, 4, 2, 1, 3)
    ]
    made = answered(*firms, firms[-1], {}, seconds=[*[500] * 12, "soon", ""])
    made.profile.loc[12, "firm"] = HOSTILE
    return made


def written(table: AnswerTable, translations: NullTranslations | None = None) -> dict[str, Any]:
    found = document(quality(table, score(table)), codebook(table), *([translations] if translations else []))
    loaded: dict[str, Any] = json.loads(json.dumps(found, allow_nan=False))
    return loaded


def test_the_keys_are_those_of_the_manual(table: AnswerTable) -> None:
    found = written(table)
    assert list(found) == [
        "format", "instrument", "n", "firms", "limits", "questions", "dimensions", "checks", "to_look_at", "faults",
        "codebook",
    ]  # fmt: skip
    assert list(found["instrument"]) == ["reference", "title", "hash", "revision"]
    assert set(found["questions"][0]) == {
        "question", "type", "dimension", "answered", "blank", "dont_know", "not_applicable", "hidden", "measured",
        "mean", "floor", "ceiling", "constant", "asked", "answered_share", "blank_share", "dont_know_share",
        "not_applicable_share",
    }  # fmt: skip
    first = found["dimensions"][0]
    assert set(first) == {
        "dimension", "questions", "left_out", "n", "floor", "ceiling", "alpha", "omega", "limits",
    }  # fmt: skip
    assert set(first["omega"]) == {"value", "n", "loadings", "reason", "limits"}
    assert set(first["alpha"]) == {"pairwise", "listwise"}
    assert set(first["alpha"]["pairwise"]) == {
        "reason", "method", "raw", "standardised", "interval", "n", "n_complete", "n_least", "items", "limits",
    }  # fmt: skip
    assert set(first["alpha"]["pairwise"]["interval"]) == {"low", "high", "level", "n"}
    assert set(found["checks"][0]) == {"id", "rule", "n", "found", "limits"}


def test_figures_are_those_of_the_quality(table: AnswerTable) -> None:
    found, measured = written(table), quality(table, score(table))
    alpha = measured.dimensions[0].alpha["listwise"]
    assert isinstance(alpha, Reliability)
    assert found["dimensions"][0]["alpha"]["listwise"]["raw"] == pytest.approx(alpha.raw, abs=1e-6)
    assert [one["dimension"] for one in found["dimensions"]] == ["first", "second", None]
    assert [one["row"] for one in found["to_look_at"]] == measured.to_look_at["row"].tolist()
    assert found["faults"] == [
        {
            "row": 13, "column": "Seconds", "value": "soon",
            "message": "“soon” is not a number of seconds. Write a number above 0, for example 840; one that is not"
            " known stays empty.",
        }
    ]  # fmt: skip
    assert found["codebook"][0]["codes"][0] == {
        "code": 0, "id": "s0", "label": "Some 0", "points": 0.0, "n": found["codebook"][0]["codes"][0]["n"],
        "range": None,
    }  # fmt: skip


def test_where_there_is_no_alpha_every_key_is_there_and_a_reason() -> None:
    alpha = written(answered())["dimensions"][0]["alpha"]["pairwise"]
    assert alpha.pop("reason") == "Alpha needs two firms or more that answered the same questions; fewer answered a1."
    assert set(alpha.values()) == {None}


class Shouting(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"¡{message}!"


def test_sentences_are_translated_and_keys_are_not(table: AnswerTable) -> None:
    found = written(table, Shouting())
    assert all(limit.startswith("¡") for limit in found["limits"])
    assert set(found) == set(written(table))


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_workbook_holds_the_same_findings(table: AnswerTable) -> None:
    found = quality(table, score(table))
    book = sheets(workbook(found, codebook(table)))
    assert list(book) == ["Summary", "Questions", "Reliability", "Firms to look at", "Codebook"]
    assert len(book["Questions"]) == 1 + len(found.questions)
    assert len(book["Firms to look at"]) == 1 + len(found.to_look_at)
    assert {row[0] for row in book["Codebook"][1:]} == set(table.instrument.cells)
    words = {(row[0], row[1]): row[2] for row in book["Reliability"][1:]}
    assert words["first", "omega, listwise"] == pytest.approx(found.dimensions[0].omega.value)
    assert ("Not understood", None, None, str(found.faults[0])) in book["Summary"]


def test_an_interval_stands_beside_the_firms_that_it_is_of() -> None:
    """A firm that left a question blank counts in pairwise alpha, and not in its interval."""
    gap = {name: answer for name, answer in USUAL.items() if name != "a2"}
    table = answered(*[USUAL | {"a1": answer} for answer in ("s0", "s1", "s2", "s3")], gap)
    heads, *rows = sheets(workbook(quality(table, score(table)), codebook(table)))["Reliability"]
    counts = {row[1]: (row[heads.index("firms")], row[heads.index("with all answers")]) for row in rows[:3]}
    assert counts == {"alpha, pairwise": (5, 4), "alpha, listwise": (4, 4), "omega, listwise": (4, 4)}


def test_a_dangerous_name_stays_text(table: AnswerTable) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(quality(table, score(table)), codebook(table))))
    (cell,) = [cell for row in book["Firms to look at"].iter_rows() for cell in row if cell.value == HOSTILE]
    assert cell.data_type == "s"


@pytest.mark.parametrize("firms", [(), ({},), (USUAL, USUAL)])
def test_a_workbook_of_few_firms_has_reasons(firms) -> None:
    table = answered(*firms)
    book = sheets(workbook(quality(table, score(table)), codebook(table)))
    assert all(row[8] for row in book["Reliability"][1:4])
    assert not any(value == "nan" for rows in book.values() for row in rows for value in row)
