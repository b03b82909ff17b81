"""Official figures: those that are shipped are Eurostat's, and none is given where there is none."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from scoring import official
from scoring.official import CLASSES, FIGURES, VERSIONS, OfficialFigure, _figure, official_figure

COLUMNS = ["geo", "size_emp", "indic_is", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_figure_says_whose_it_is_and_of_when() -> None:
    assert official_figure("AT", "small") == OfficialFigure(
        country="AT",
        size="10-49",
        year=2025,
        version=3,
        share=70.45,
        flag="",
        source="Eurostat, isoc_e_dii",
        copied=datetime.date(2026, 11, 23),
    )


def test_each_size_class_has_its_own() -> None:
    found = [official_figure("AT", size) for size in ("small", "medium", "large")]
    assert [(one.size, one.share) for one in found if one] == [("10-49", 70.45), ("50-249", 88.77), ("GE250", 97.95)]


@pytest.mark.parametrize(
    ("country", "size"),
    [
        ("AT", "micro"),  # the index is for 10 or more employees
        ("AT", None),
        ("AT", "GE10"),
        (None, "small"),
        ("US", "small"),
        ("MK", "small"),  # not in the newest year
        ("EU", "small"),
        ("EU27_2020", "small"),  # an aggregate is no country
        ("EA", "small"),
    ],
)
def test_where_there_is_none_there_is_none(country: Any, size: Any) -> None:
    assert official_figure(country, size) is None


def test_a_missing_country_of_a_profile_has_none() -> None:
    assert official_figure(pd.NA, pd.NA) is None  # type: ignore[arg-type]


def test_greece_is_found_by_its_iso_code() -> None:
    found = official_figure("GR", "small")
    assert found is not None
    assert found.country == "GR"
    assert official_figure("EL", "small") is None


def test_a_flag_is_passed_on() -> None:
    found = official_figure("EE", "large")
    assert found is not None
    assert (found.share, found.flag) == (99.35, "d")


def test_a_value_that_was_not_published_is_not_zero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["geo,size_emp,indic_is,TIME_PERIOD,OBS_VALUE,OBS_FLAG", "PT,50-249,E_DI3_GELO,2025,,u",
            "PT,10-49,E_DI3_GELO,2025,0.0,"]  # fmt: skip
    (tmp_path / "figures.csv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(official, "FIGURES", tmp_path / "figures.csv")
    official._figures.cache_clear()
    try:
        assert official_figure("PT", "medium") is None
        zero = official_figure("PT", "small")
        assert zero is not None
        assert zero.share == 0
    finally:
        official._figures.cache_clear()


def test_what_is_shipped_is_of_one_year_and_one_version() -> None:
    rows = read(FIGURES)
    assert list(rows[0]) == COLUMNS
    assert len({(row["TIME_PERIOD"], row["indic_is"]) for row in rows}) == 1
    assert {row["indic_is"] for row in rows} <= set(VERSIONS)
    assert set(CLASSES.values()) <= {row["size_emp"] for row in rows}
    assert all(len(row["geo"]) == 2 and row["geo"] != "EA" for row in rows)
    assert len({(row["geo"], row["size_emp"]) for row in rows}) == len(rows)


def test_every_value_is_that_of_the_reference_data_and_none_of_its_newest_is_left_out(reference_data: Path) -> None:
    published = read(reference_data / "eurostat" / "isoc_e_dii_tidy.csv")
    at_least_basic = [row for row in published if row["indic_is"].endswith("_GELO")]
    newest = max(row["TIME_PERIOD"] for row in at_least_basic)
    expected = {
        tuple(row[name] for name in COLUMNS)
        for row in at_least_basic
        if row["TIME_PERIOD"] == newest and row["geo"] not in ("EU27_2020", "EA")
    }
    assert {tuple(row[name] for name in COLUMNS) for row in read(FIGURES)} == expected


@pytest.fixture(scope="module")
def published(reference_data: Path) -> list[dict[str, str]]:
    return read(reference_data / "eurostat" / "isoc_e_dii_tidy.csv")


def test_shares_of_the_four_levels_are_all_enterprises(published: list[dict[str, str]]) -> None:
    """At least basic are all but those at the lowest level; as nearly as the published shares add up."""
    found: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for row in published:
        index, level = row["indic_is"].rsplit("_", 1)
        if row["OBS_VALUE"]:
            found[row["size_emp"], row["geo"], row["TIME_PERIOD"], index][level] = float(row["OBS_VALUE"])
    whole = [shares for shares in found.values() if len(shares) == 5]
    assert len(whole) == 493
    for shares in whole:
        basic = shares["LO"] + shares["HI"] + shares["VHI"]
        assert shares["VLO"] + basic == pytest.approx(100, abs=0.44 + 1e-9)
        assert shares["GELO"] == pytest.approx(basic, abs=0.23 + 1e-9)


def test_versions_of_the_index_take_turns_and_are_no_trend(published: list[dict[str, str]]) -> None:
    """All of the EU, 10 to 249 employees: what would seem to fall and rise by ten points is another index each year."""
    of_the_union = [row for row in published if (row["geo"], row["size_emp"]) == ("EU27_2020", "10-249")]
    found = [_figure(row) for row in of_the_union if row["indic_is"] in VERSIONS]
    assert {(one.year, one.version): one.share for one in found} == {
        (2021, 3): 54.82, (2022, 4): 69.00, (2023, 3): 57.90, (2024, 4): 72.91, (2025, 3): 71.39,
    }  # fmt: skip
