"""What the frame of every page says."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask

from survey.languages import named


def test_a_language_calls_itself_by_its_name_with_the_capitals_of_its_country() -> None:
    app = Flask("survey")
    app.config["WAYMARK"] = SimpleNamespace(languages=["en_GB", "fr_CH"])
    with app.app_context():
        assert named() == [("en_GB", "English (United Kingdom)"), ("fr_CH", "Français (Suisse)")]
