"""The covering letter of an organisation: its own text, in which a few names in braces stand for what a report says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice

from reports.firm.values import Branding, FirmReport
from scoring.messages import N_, Message, Problem

LONGEST = 2_000
"""Characters of a letter, and ``MOST_LINES`` lines: what one page holds."""
MOST_LINES = 40

MOST_TOLD = 12
"""Braces that are told as faults at once: each with all that it could have been."""

LONGEST_OFFER = 300
"""Characters of the line about what the organisation offers."""

PLACEHOLDERS: Mapping[str, str] = {
    "firm": N_("Name of the firm"),
    "date": N_("Day of the report"),
    "score": N_("Overall score"),
    "level": N_("Level that the score lies in"),
    "first_action": N_("Title of the first step of the plan"),
    "organisation": N_("Your organisation"),
    "contact": N_("How to reach you"),
    "adviser": N_("Who advises the firm; your organisation where nobody is named"),
}
"""What can stand in braces, and what it stands for: nothing else is ever looked up."""

NO_PLACEHOLDER = N_(
    "Line {line}: {found} stands for nothing. There are {names}. Write a brace that is to be printed twice: {{{{ or"
    " }}}}."
)
TOO_LONG = N_("The letter has {n} characters. A page holds at most {most}.")
TOO_MANY_LINES = N_("The letter has {n} lines. A page holds at most {most}.")
OFFER_TOO_LONG = N_("The line has {n} characters. Write at most {most}.")

_TOKEN = re.compile(r"\{\{|\}\}|\{(?P<name>[a-z_]+)\}|(?P<stray>\{[^{}\n]{0,30}\}?|\})")
"""A doubled brace, a name in braces, or a brace with what may have been meant."""


def problems(letter: str) -> list[Problem]:
    """All that is wrong with a letter: braces that hold no name of ``PLACEHOLDERS``, and too much text."""
    unknown = (token for token in _TOKEN.finditer(letter) if _is_unknown(token))
    found = [_no_placeholder(letter, token) for token in islice(unknown, MOST_TOLD)]
    lines = letter.count("\n") + 1
    for text, n, most in ((TOO_LONG, len(letter), LONGEST), (TOO_MANY_LINES, lines, MOST_LINES)):
        if n > most:
            found.append(Problem("letter", Message(text, {"n": n, "most": most})))
    return found


def offer_problems(offer: str) -> list[Problem]:
    """What is wrong with the line about what an organisation offers; its braces are braces."""
    if len(offer) <= LONGEST_OFFER:
        return []
    return [Problem("offer", Message(OFFER_TOO_LONG, {"n": len(offer), "most": LONGEST_OFFER}))]


def _is_unknown(token: re.Match[str]) -> bool:
    return token["stray"] is not None or (token["name"] is not None and token["name"] not in PLACEHOLDERS)


def _no_placeholder(letter: str, token: re.Match[str]) -> Problem:
    names = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    line = letter.count("\n", 0, token.start()) + 1
    return Problem("letter", Message(NO_PLACEHOLDER, {"line": line, "found": token[0], "names": names}))


def filled(letter: str, values: Mapping[str, str]) -> str:
    """The letter with the values in the place of their names, doubled braces as one; what is no name stays as typed.

    Values are put in as they are: braces in them mean nothing.
    """

    def told(token: re.Match[str]) -> str:
        if token[0] in ("{{", "}}"):
            return token[0][0]
        return token[0] if _is_unknown(token) else values[token["name"]]

    return _TOKEN.sub(told, letter)


def cut(text: str, most: int) -> str:
    """A text that was to be no longer than this, whoever let it in."""
    return text if len(text) <= most else text[: most - 1] + "…"


def paragraphs(letter: str) -> list[str]:
    """The letter in parts between which a line is left free."""
    return re.split(r"\n\s*\n", "\n".join(letter.splitlines()).strip("\n"))


def letter_of(letter: str, report: FirmReport, adviser: str, gettext: Callable[[str], str]) -> str:
    """The letter that goes with a report; "" where there is none."""
    if not letter.strip():
        return ""
    first = report.actions[0].title if report.actions else gettext("no step yet")
    branding: Branding = report.branding
    told = filled(
        cut(letter, LONGEST),
        {
            "firm": report.title,
            "date": report.date_shown,
            "score": report.overall_shown,
            "level": report.level or gettext("no level yet"),
            "first_action": first,
            "organisation": branding.sender,
            "contact": branding.contact,
            "adviser": adviser or branding.sender,
        },
    )
    return cut(told, 2 * LONGEST)
