"""Official figures: those that are shipped are Eurostat's, and none is given where there is none."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from scoring import official
from scoring.official import CLASSES, FIGURES, VERSIONS, OfficialFigure, official_figure

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
