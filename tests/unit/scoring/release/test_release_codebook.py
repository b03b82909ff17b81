"""The codebook of a release: no name in its tables is left without a meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from gettext import NullTranslations

import pandas as pd
import pytest

from scoring.release.codebook import COLUMNS, codebook_of, document, frame
from scoring.release.model import NOT_STATED, OTHER, Choice, Coefficients, Release
from scoring.release.naming import group_name
from scoring.release.tables import COLUMNS as FIGURE_COLUMNS
from scoring.release.tables import figures
from tests.unit.scoring.release.build_cases import firms, in_groups, release
from tests.unit.scoring.release.snapshot_cases import SMALL


def made() -> Release:
    """A release with every kind of name: groups put together, own lists and questions, coefficients, changes."""
    n = 220
    groups = {"C": 60, "F": 40, "G": 40, "S": 80}
    found = release(
        firms(
            [float(place % 100) for place in range(n)],
            sector=in_groups(groups), region=in_groups({"n": 100, "s": 120}), size=["micro", "small"] * 110,
            group=in_groups({"in": 110, NOT_STATED: 110}),
            more={"first": [50.0] * n, "change": [1.0] * n, "change.first": [1.0] * n},
            marks={name: [1, 0] * 110 for name in
                   ("rung.l0", "grid.mail.s1", "ticks.one", "hours.few", "own-q1.yes", "dii-4.basic", "action.climb")},
        ),
        merges={"sector": {"F": "B-E"}}, titles={"region": {"n": "The North", "s": "=1+1"}},
        choices=[Choice("own-q1", "Do you keep a reserve?", {"yes": "Yes"})],
    )  # fmt: skip
    all_firms = found.tables[0]
    cell = replace(all_firms.cells[0], reliability={"first": Coefficients(220, 0.8, 0.79)})
    return replace(found, hash=SMALL.content_hash, tables=(replace(all_firms, cells=(cell,)), *found.tables[1:]))


@pytest.fixture(scope="module")
def book() -> pd.DataFrame:
    return frame(codebook_of(made(), SMALL))


def named(book: pd.DataFrame, *kinds: str) -> dict[str, str]:
    return {row["name"]: row["title"] for row in book[book["kind"].isin(kinds)].to_dict("records")}


def test_every_name_in_the_figures_is_described(book: pd.DataFrame) -> None:
    told = figures(made())
    assert set(named(book, "column")) == set(FIGURE_COLUMNS)
    assert set(told["measure"].dropna()) <= set(named(book, "measure", "answer", "action", "own"))
    of_levels = told["measure"] == "level"
    assert set(told.loc[~of_levels, "figure"]) <= set(named(book, "figure"))
    assert {name for one in told.loc[of_levels, "figure"] for name in one.split("+")} <= set(named(book, "level"))
    groups = {f"{row['table']} {row['group']}" for row in told.to_dict("records") if " × " not in row["table"]}
    assert groups - {"all all"} <= set(named(book, "group"))
    assert (book["title"] != "").all()


def test_words_are_those_of_the_questionnaire_and_of_the_body(book: pd.DataFrame) -> None:
    rows = {row["name"]: (row["kind"], row["title"], row["detail"]) for row in book.to_dict("records")}
    assert rows["rung.l0"] == ("answer", "Which step?", "Step 0")
    assert rows["grid.mail.s1"] == ("answer", "How many?", "Mail: Some 1")
    assert rows["ticks.one"] == ("answer", "Which of these?", "One")
    assert rows["hours.few"] == ("answer", "Hours?", "A few")
    assert rows["own-q1.yes"] == ("own", "Do you keep a reserve?", "Yes")
    assert rows["action.climb"] == ("action", "Do climb", "What it is.")
    assert rows["dii-4.basic"][1].endswith("(version 4 of its index)")
    assert rows["change.first"][1] == "Change since the first time, of firms that answered twice: first"
    assert rows["below_baseline"][1] == "Share of the firms below the level “High”"
    assert rows["region n"][1] == "The North"
    assert rows["group not stated"][1] == "Not stated"
    assert rows["sector B-E + F"][1].endswith("Water supply, sewerage and waste + Construction")
    assert rows["sector B-E + F"][2] == "Values: B, C, D, E, F"


def test_numbers_have_a_unit_a_scale_and_a_rounding(book: pd.DataFrame) -> None:
    rows = {row["name"]: (row["unit"], row["scale"], row["rounding"]) for row in book.to_dict("records")}
    assert rows["overall"][:2] == ("points", "0-100")
    assert rows["change"][:2] == ("points", "-100-100")
    assert rows["alpha"] == ("ratio", "≤ 1", "Two decimals, half up.")
    assert rows["high"][1] == "from 50 points", "the level, which stands after the figure"


def test_names_of_groups() -> None:
    found = made()
    assert group_name(found, "size", "micro") == "micro"
    assert group_name(found, "sector", OTHER) == "All others"
    assert group_name(found, "sector", "C") == "Manufacturing"
    assert group_name(found, "region", "s") == "=1+1"
    assert group_name(found, "country", "AT") == "AT"


def test_it_is_plain_json_and_a_table_and_translated() -> None:
    class Loud(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"» {message}"

    entries = codebook_of(made(), SMALL, Loud())
    data = json.loads(json.dumps(document(entries, made())))
    assert (data["format"], data["campaign"], len(data["entries"])) == (1, "Chamber 2026", len(entries))
    assert tuple(frame(entries).columns) == COLUMNS == tuple(data["entries"][0])
    titles = named(frame(entries), "column", "field", "figure", "end")
    assert all(title.startswith("» ") for title in titles.values())


def test_of_another_instrument_there_is_none() -> None:
    with pytest.raises(ValueError, match="of another instrument"):
        codebook_of(replace(made(), hash="0"), SMALL)


def test_a_release_without_tables_has_one_too() -> None:
    empty = codebook_of(replace(made(), tables=()), SMALL)
    assert {entry.kind for entry in empty} == {"column", "measure", "figure", "level", "end"}
