"""Messages are data: put into words late, in any language, and whole on the other side of a process."""

from __future__ import annotations

import pickle
from gettext import NullTranslations

from scoring.messages import Message, Problem, WaymarkError, counted


class Shouting(NullTranslations):
    """A language that is English in capitals, with its own idea of a plural: everything but 0."""

    def gettext(self, message: str) -> str:
        return message.upper().replace("{NAME}", "{name}").replace("{INNER}", "{inner}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid2 if n == 0 else msgid1).upper().replace("{N}", "{n}")


def test_a_message_is_put_into_words_by_the_translations_at_hand() -> None:
    message = Message("Hello {name}", {"name": "Ann {x}"})
    assert str(message) == "Hello Ann {x}"
    assert message.render(Shouting()) == "HELLO Ann {x}"


def test_a_message_within_a_message_speaks_the_same_language() -> None:
    message = Message("Because {inner}", {"inner": Message("of you")})
    assert message.render(Shouting()) == "BECAUSE OF YOU"


def test_the_language_decides_which_number_is_plural() -> None:
    rows = [counted("{n} row", "{n} rows", n) for n in (0, 1, 2)]
    assert [str(row) for row in rows] == ["0 rows", "1 row", "2 rows"]
    assert [row.render(Shouting()) for row in rows] == ["0 ROWS", "1 ROW", "2 ROW"]


def test_an_error_arrives_whole_from_another_process() -> None:
    error = WaymarkError([Problem("row 3", Message("Empty.")), Problem("row 4", Message("{n} faults", {"n": 2}))])
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert arrived.problems == error.problems
    assert str(arrived) == "row 3: Empty.\nrow 4: 2 faults"
