"""The covering letter: names in braces stand for what a report says, and nothing else is ever looked up."""

from __future__ import annotations

import pytest

from reports.firm.letter import LONGEST, MOST_LINES, MOST_TOLD, PLACEHOLDERS, filled, problems

VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}


def test_every_name_of_the_list_is_filled_in() -> None:
    letter = "\n".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert problems(letter) == []
    assert filled(letter, VALUES) == "\n".join(f"<{name}>" for name in PLACEHOLDERS)


def test_doubled_braces_are_braces() -> None:
    assert problems("{{firm}} and {{{firm}}}") == []
    assert filled("{{firm}} and {{{firm}}}", VALUES) == "{firm} and {<firm>}"


def test_what_is_filled_in_is_not_read_again() -> None:
    assert filled("Dear {firm}", VALUES | {"firm": "{contact} {{x}} {0}"}) == "Dear {contact} {{x}} {0}"


@pytest.mark.parametrize(
    "attempt",
    [
        "{firm.__class__}", "{firm[0]}", "{0}", "{}", "{firm!r:>10}", "{firm:>1000000000}", "{FIRM}", "{ firm }",
        "{self}", "{{firm}", "{firm}}", "{", "}", "{firm.__init__.__globals__[SECRET_KEY]}", "{firm\n}", "{%s}",
    ],
)  # fmt: skip
def test_a_brace_that_holds_no_name_is_refused_with_its_line_and_the_list(attempt: str) -> None:
    found = problems(f"Dear {{firm}},\n{attempt}")
    assert found
    assert {problem.place for problem in found} == {"letter"}
    assert all("Line 2" in str(problem) or "Line 3" in str(problem) for problem in found)
    assert all(f"{{{name}}}" in str(found[0]) for name in PLACEHOLDERS)


@pytest.mark.parametrize("attempt", ["{firm.__class__}", "{0}", "{firm!r:>10}", "{unknown}", "} {", "{firm\n}"])
def test_one_that_was_let_in_all_the_same_stays_as_it_was_typed(attempt: str) -> None:
    assert filled(attempt, VALUES) == attempt


def test_a_letter_is_no_longer_than_its_page() -> None:
    assert "at most" in str(problems("x" * (LONGEST + 1))[0])
    assert "lines" in str(problems("\n" * MOST_LINES)[0])
    assert problems("x" * LONGEST) == []


def test_many_faults_are_told_as_the_first_of_them() -> None:
    assert len(problems("{0}" * 100)) == MOST_TOLD
