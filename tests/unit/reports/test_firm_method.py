"""What the method says of the way to the next level: how it was found, or that there is none."""

from __future__ import annotations

import datetime

import pytest
from babel import Locale

from reports import firm
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.messages import ENGLISH
from scoring.roadmap import plan
from scoring.scores import score
from tests.unit.reports.conftest import answers_at


def told(instrument: Instrument, exact: bool) -> str:
    table = table_of(instrument, [answers_at(instrument, 0.3)], [{"employees": 12}])
    roadmap = plan(table, scores := score(table), exact=exact)
    made = firm.build(
        table, scores, roadmap, locale=Locale.parse("en_GB"), translations=ENGLISH, date=datetime.date(2026, 3, 1)
    )
    return " ".join(made.method)


@pytest.fixture(scope="module")
def meagre(instrument: Instrument) -> Instrument:
    """With a single action, which leads to no next level."""
    content = instrument.model_dump()
    content["actions"] = [action for action in content["actions"] if not action["needs"]][:1]
    return Instrument.model_validate(content | {"steering": []})


def test_a_way_is_called_the_cheapest_only_where_it_was_proven(instrument: Instrument) -> None:
    assert "is the cheapest by all actions that fit your firm" in told(instrument, True)
    assert "not proven to be the shortest there is" in told(instrument, False)


def test_where_no_way_leads_there_none_is_called_the_cheapest_or_shortest(meagre: Instrument) -> None:
    exact, searched = told(meagre, True), told(meagre, False)
    assert "No way leads to the next level by the actions that fit your firm" in exact
    assert "All steps of the plan together do not lead to the next level" in searched
    assert "cheapest" not in exact
    assert "shortest" not in searched
