"""The survey asks no more of a person than its documentation says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.effort import efforts

DOCUMENTED = Path(__file__).parents[2] / "docs" / "effort.md"

ROW = re.compile(
    r"^\| (?P<kind>[^|]+) \| (?P<questions>\d+) \| (?P<taps>\d+) \| (?P<typed>\d+) \| (?P<words>[\d,]+) \|", re.M
)

SLACK = 0.05
"""Documented words may be so far from counted ones before the table must be made anew."""


def test_taps_and_words_are_those_of_the_documentation(browser: Browser, server: str) -> None:
    documented = {row["kind"]: row for row in ROW.finditer(DOCUMENTED.read_text(encoding="utf-8"))}
    for kind, effort in efforts(browser, server):
        row = documented.pop(kind)
        assert (effort.questions, effort.taps, effort.typed) == tuple(
            int(row[name]) for name in ("questions", "taps", "typed")
        ), kind
        assert effort.words == pytest.approx(int(row["words"].replace(",", "")), rel=SLACK), kind
    assert not documented
