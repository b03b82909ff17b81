"""A report in which nothing is empty, and what is read back from the Word document made of it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from reports.firm import (
    ActionCard,
    AskGroup,
    AskItem,
    Branding,
    ChangeLine,
    Fact,
    FirmReport,
    MarkedAction,
    People,
    ProgressPart,
    editable,
)


def full_report(report: FirmReport) -> FirmReport:
    """The report with something in every place."""
    first, *rest = report.phases
    card = replace(
        first.actions[0],
        status="planned",
        status_shown="Planned by you",
        comment="Ask Mia first",
        grant_note="A grant may pay half",
        notes=("A neutral adviser helps",),
        origin="An offer of the Chamber",
        advice=Fact("Your adviser (Chamber)", "Begin with the till"),
    )
    ask = AskGroup("it", "Ask your IT supplier", "Could you tell us:", (AskItem("q", "Which?", "What it is for"),))
    return replace(
        report,
        phases=(replace(first, actions=(card, *first.actions[1:])), *rest),
        dimensions=tuple(replace(line, lift=f"Step 1 lifts {line.title}") for line in report.dimensions),
        branding=Branding("Chamber of Crafts", "#7a1f5c", "office@example.org", logo=logo()),
        address="https://survey.example.org/r/abc",
        stability="Your level is stable.",
        contradictions=("You never back up, and restore every week.",),
        done=(MarkedAction("a", "Already there", "since May", "2 points"),),
        refused=(MarkedAction("b", "Not our way", "too big", ""),),
        unplaced=(MarkedAction("c", "No place for it", "later then", "1 point", "It takes too long"),),
        later=(Fact("Something else", "No room"), Fact("And more", "No money")),
        ask=(ask,),
        left_open=("A question left open?",),
        people=PEOPLE,
        progress=PROGRESS,
        letter="Dear Span,\n\nthis is your report.\nMs Öz",
        adapted=("The Chamber plans without one action.",),
        adviser="Your adviser (Chamber)",
        advice_beside=(Fact("Something later", "Leave it for now"),),
        offer=Fact("Offered by Chamber", "One free hour a year"),
    )


PEOPLE = People(
    lead="Most cope.",
    learns=(Fact("The office", "learns the new board"),),
    no_learns="Nobody else learns.",
)
PROGRESS = ProgressPart(
    lead="From 30 to 40.",
    overall=ChangeLine("Overall", "30", "40", "+10"),
    lines=(ChangeLine("Data", "20", "31", "+11"),),
    parts=(Fact("Backups", "+3.5"),),
    rest="The rest: 1.",
    done=("Bought a safe",),
    caution="Small changes mean nothing.",
)


def logo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 100), "#7a1f5c").save(out, "PNG")
    return out.getvalue()


def opened(report: FirmReport, paper: str = "A4") -> Document:
    return docx.Document(BytesIO(editable(report, paper=paper)))


def words(document: Document) -> str:
    """All text of the body, line ends and tabs as spaces."""
    kinds = {qn("w:t"): lambda one: one.text or "", qn("w:br"): lambda _: " ", qn("w:tab"): lambda _: " ",
             qn("w:p"): lambda _: " "}  # fmt: skip
    text = "".join(kinds[one.tag](one) for one in document.element.body.iter(*kinds))
    return " ".join(text.split())


def texts(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def headings(document: Document, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == f"Heading {level}"]


def with_first(report: FirmReport, **changes: object) -> FirmReport:
    """The report with its first step changed."""
    first, *rest = report.phases
    cards: tuple[ActionCard, ...] = (replace(first.actions[0], **changes), *first.actions[1:])  # type: ignore[arg-type]
    return replace(report, phases=(replace(first, actions=cards), *rest))
