"""The command that fills a database to look around in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from survey.cli import main
from survey.demo import filling
from survey.storage import inventing
from tests.integration.members import organisation


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, app: Flask) -> Path:
    """A data folder of our own, for a demo of a few firms: what is in one of all is seen elsewhere."""
    folder: Path = app.config["WAYMARK"].data_dir
    monkeypatch.setattr(filling, "SHOWN", tuple(replace(shown, firms=4) for shown in filling.SHOWN))
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(folder))
    return folder


def demo(*options: str) -> Result:
    return CliRunner().invoke(main, ["demo", *options])


def test_it_says_where_to_sign_in_and_as_whom(here: Path) -> None:
    result = demo()
    assert result.exit_code == 0
    assert "http://127.0.0.1:8000/account/sign-in" in result.stdout
    assert "mara@harbour.example" in result.stdout


def test_a_second_time_it_says_what_to_do_and_anew_it_makes_new_passwords(here: Path) -> None:
    first = demo().stdout
    refused = demo()
    assert refused.exit_code == 1
    assert "--again" in refused.stderr
    assert demo("--again").stdout != first


def test_beside_real_ones_it_writes_only_when_told_to(here: Path, app: Flask) -> None:
    organisation(app, "Quay Advisers")
    refused = demo()
    assert refused.exit_code == 1
    assert "--beside" in refused.stderr
    with app.app_context():
        assert not inventing.is_there()
    assert demo("--beside").exit_code == 0
    assert demo("--remove").exit_code == 0
    with app.app_context():
        assert inventing.real_ones()
        assert not inventing.is_there()
