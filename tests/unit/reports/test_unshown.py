"""What no font has is said: in the report itself, and to whoever makes it."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations

import pytest

from reports.firm import FirmReport
from reports.firm.labels import labels
from reports.firm.unshown import unshown, unshown_note, unshown_warning
from reports.fonts import faces
from scoring.messages import ENGLISH


def with_comment(report: FirmReport, comment: str) -> FirmReport:
    first, *others = report.phases
    cards = (replace(first.actions[0], comment=comment), *first.actions[1:])
    return replace(report, phases=(replace(first, actions=cards), *others))


def test_a_report_that_is_shown_whole_says_nothing(report: FirmReport) -> None:
    assert unshown(report) == ()
    assert unshown_note(report) == ""


def test_names_and_notes_are_looked_through_wherever_they_stand(report: FirmReport) -> None:
    written = with_comment(replace(report, title="Sun \U0001f9ea"), "→ \U0001f44d\U0001f3fd \U00013000 \x00\u200e")
    assert unshown(written) == ("\U00013000", "\U0001f44d", "\U0001f9ea")


def test_the_sentence_names_the_code_points(report: FirmReport) -> None:
    note = unshown_note(replace(report, firm="Sun \U0001f600"))
    assert note.startswith("Some characters of names or notes could not be printed with the fonts at hand")
    assert note.endswith("are shown as \ufffd: U+1F600.")


def test_a_long_list_is_cut(report: FirmReport) -> None:
    many = with_comment(report, "".join(map(chr, range(0x13000, 0x13032))))
    assert len(unshown(many)) == 50
    assert unshown_note(many).endswith("U+1300A, U+1300B ….")


def test_the_sentence_is_in_the_language_of_the_report(report: FirmReport) -> None:
    class German(NullTranslations):
        def gettext(self, message: str) -> str:
            return "Ohne Zeichen, daher {mark}: {characters}" if message.startswith("Some characters") else message

    german = replace(report, firm="\U0001f600", labels=labels(German()))
    assert unshown_note(german) == "Ohne Zeichen, daher \ufffd: U+1F600"


@pytest.mark.parametrize(("installed", "told"), [((), True), (("a font",), False)])
def test_the_warning_says_what_to_do(monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], told: bool) -> None:
    monkeypatch.setattr(faces, "extra", lambda **_: installed)
    warning = unshown_warning(("\U0001f600",)).render(ENGLISH)
    assert "U+1F600" in warning
    assert "WAYMARK_FONT_DIR" in warning
    assert ("waymark-readiness[cjk]" in warning) is told
