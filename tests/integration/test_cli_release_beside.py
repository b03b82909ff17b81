"""``waymark release``: campaigns that share firms, laid beside each other, and rows that are one firm."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from scoring.loading import load
from scoring.release.files import history, read
from survey.cli import main

INSTRUMENTS = Path(__file__).parents[1] / "instruments"
LIKERT = INSTRUMENTS / "it_flexibility.yaml"
QUESTIONS = [f"{part}{number}" for part in ("itcomp", "itconn", "mod", "itpsf") for number in range(1, 5)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def release(campaign: str, firms: Sequence[int], *options: object, emails: bool = False) -> Result:
    """Run the command on firms whose answers follow from their number; every odd one shares its domain with the one
    before it."""
    answers = np.random.default_rng(5).integers(1, 6, (60, len(QUESTIONS)))
    rows = [[f"Firm {at}", f"desk{at}@firm{at // 2}.example" * emails, "yes", *map(str, answers[at])] for at in firms]
    text = io.StringIO()
    csv.writer(text).writerows([["firm", "email", "counted", *QUESTIONS], *rows])
    arguments = ["release", "-", "-i", LIKERT, "-o", f"{campaign}.json", "--campaign", campaign, "--date", "2026-03-31"]
    return CliRunner().invoke(main, [str(one) for one in (*arguments, *options)], input=text.getvalue())


class TestBeside:
    def test_two_campaigns_one_firm_apart_pass_alone_and_not_beside_each_other(self):
        assert release("Chamber", range(30), "--history", "chamber").exit_code == 0
        assert "Held back" not in release("Guild", range(31)).stderr
        done = release("Guild", range(31), "--history", "guild", "--beside", "chamber")
        assert (done.exit_code, "Held back. all firms, overall" in done.stderr) == (1, True), done.output
        assert "Nothing can be published: all of it would give a firm away." in done.stderr
        assert not Path("guild").exists()

    def test_campaigns_without_a_firm_in_common_cost_no_score(self):
        """Answers may go: accounts that know a fifth of all firms are drawn from more of them."""
        for campaign, firms in {"Chamber": range(30), "Union": range(30, 42)}.items():
            assert release(campaign, firms, "--history", campaign.lower()).exit_code == 0
        done = release("Guild", range(42, 60), "--beside", "chamber", "--beside", "union", "--history", "guild")
        assert done.exit_code == 0, done.output
        (beside,) = read("Guild.json").tables[0].cells
        assert release("Guild", range(42, 60)).exit_code == 0
        (alone,) = read("Guild.json").tables[0].cells
        assert beside.scores == alone.scores
        assert len(beside.scores) == 5
        assert [one.release.number for one in history("guild", load(str(LIKERT)))] == [1]

    def test_a_folder_that_is_no_history_of_another_campaign_is_wrong_usage(self):
        release("Chamber", range(30), "--history", "chamber")
        Path("empty").mkdir()
        for folder, said in {
            "empty": "“empty” holds no release",
            "nowhere": "Directory 'nowhere' does not exist",
            "chamber": "“chamber” is the --history of this campaign",
        }.items():
            done = release("Chamber", range(40), "--history", "chamber", "--beside", folder)
            assert (done.exit_code, said in done.stderr) == (2, True), done.stderr

    def test_a_broken_folder_or_one_of_another_instrument_is_refused(self):
        release("Chamber", range(30), "--history", "chamber")
        Path("chamber/0001/snapshot.parquet").write_bytes(b"")
        done = release("Guild", range(31), "--beside", "chamber")
        assert (done.exit_code, "not the snapshot of a release, or it is broken" in done.stderr) == (1, True)
        grids = "firm,counted,skills.mail\n" + "".join(f"{at},yes,some\n" for at in range(12))
        common = [
            "-i",
            str(INSTRUMENTS / "grids.yaml"),
            "--campaign",
            "Other",
            "--history",
            "other",
            "-o",
            "other.json",
        ]
        assert CliRunner().invoke(main, ["release", "-", *common], input=grids).exit_code == 0
        done = release("Guild", range(31), "--beside", "other")
        assert (done.exit_code, "This release is of grids@1, not of it-flexibility@1" in done.stderr) == (1, True)
        assert not Path("Guild.json").exists()


def test_firms_of_one_domain_count_once_and_that_is_told():
    done = release("Chamber", range(22), emails=True)
    assert "11 firms are counted." in done.stderr
    assert "11 rows are left out: others at the same stage have the same e-mail domain" in done.stderr
    done = release("Chamber", range(20), emails=True)
    assert (done.exit_code, "10 firms are counted." in done.stderr) == (1, True)
