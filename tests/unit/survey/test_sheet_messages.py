"""Messages are kept as JSON, and come back the same."""

from __future__ import annotations

import json

from scoring.messages import Message, Problem, counted
from survey.consultants.sheets.kept import kept, kept_problems, revived


def test_a_message_within_a_message_comes_back_as_it_was() -> None:
    message = Message("{place}: {what}", {"place": 7, "what": counted("{n} row", "{n} rows", 3, name="ä“<b>")})
    again = revived(json.loads(json.dumps(kept(message))))
    assert again == message
    assert str(again) == "7: 3 rows"


def test_values_that_are_no_message_stay_what_they_are() -> None:
    assert [kept(value) for value in ("a", 1, 2.5, ("x",))] == ["a", 1, 2.5, "('x',)"]
    assert revived("a") == "a"


def test_problems_keep_their_place() -> None:
    assert kept_problems([Problem("a.csv", Message("Empty."))]) == [
        {"place": "a.csv", "text": {"message": "Empty.", "params": {}, "other": None}}
    ]
