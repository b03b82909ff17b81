"""Messages of the lower floors as JSON: whoever reads them later has them in their own language."""

from __future__ import annotations

import json

import pytest

from scoring.messages import Message, counted
from survey.storage.messages import from_json, to_json


@pytest.mark.parametrize(
    "message",
    [
        Message("Nothing."),
        Message("{n} of {share} %", {"n": 3, "share": 0.5}),
        Message("Since {reason}", {"reason": Message("{who} left", {"who": "A"})}),
        counted("One firm", "{n} firms", 2),
    ],
)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    again = from_json(json.loads(json.dumps(to_json(message))))
    assert again == message
    assert str(again) == str(message)


def test_what_is_neither_text_nor_number_is_kept_as_text() -> None:
    assert to_json(Message("{at}", {"at": (1, 2)}))["params"] == {"at": "(1, 2)"}
