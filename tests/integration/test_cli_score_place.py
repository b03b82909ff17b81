"""``waymark score --place``: how stable a level is, and the rank in a table of one's own."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from survey.cli import main

IT_FLEXIBILITY = Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"
QUESTIONS = [f"{part}{number}" for part in ("itcomp", "itconn", "mod", "itpsf") for number in range(1, 5)]


def test_ranks_are_among_the_firms_as_they_last_answered() -> None:
    """At their latest stages 100, 50, 50 and 0: of those that are equal half lie below, so 0 has 12.5 %."""
    rows = [("Mill", "T0", 1), ("Mill", "T1", 5), ("Sun", "T0", 3), ("Oak", "T0", 3), ("Fir", "T0", 1)]
    rows += [("Elm", "T0", None)]
    sheet = pd.DataFrame([{"firm": one, "stage": stage} | dict.fromkeys(QUESTIONS, way) for one, stage, way in rows])
    arguments = ["score", "-", "-i", str(IT_FLEXIBILITY), "--place"]
    result = CliRunner().invoke(main, arguments, input=sheet.to_csv(index=False))
    assert result.exit_code == 0, result.output
    found = pd.read_csv(io.StringIO(result.stdout))
    assert list(found.columns[-4:]) == ["stability", "rank", "rank_low", "rank_high"]
    assert found["rank"].tolist()[:5] == [12.5, 87.5, 50, 50, 12.5]
    assert found["stability"].tolist()[:5] == ["stable"] * 5
    assert found.loc[5, ["overall", "stability", "rank", "rank_low"]].isna().all()
    assert ((found["rank_low"] <= found["rank"]) & (found["rank"] <= found["rank_high"]))[:5].all()
    assert "Ranks are among 4 firms." in result.stderr
    assert "for the owner of the table only" in result.stderr
    assert "Stable is not certain: other answers could move it all the same." in result.stderr
