"""As much of a report as our PDF tells: what the other ways set as well, so that none has more to do than ours.

Our pages are few, so what finds no room on them is left out or cut. What is there is read from our PDF itself, before
anything is timed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2

from benchmarks.reports_by.firms import EDITION
from reports.batch import CHUNK, Made, made_of
from reports.firm import render
from reports.firm.values import ActionCard, DimensionLine, Finding, FirmReport, Phase, QuestionLine
from scoring.answers import AnswerTable
from scoring.parallel import Failed, local, run

PROCESSES = 2


@dataclass(frozen=True)
class Told:
    """A report without what our PDF leaves out, and the steps on its page to pin up, likewise."""

    report: FirmReport
    pinned: tuple[ActionCard, ...]


@dataclass(frozen=True)
class Given:
    """The report of one firm: ``made`` is what our way is given, ``told`` what the others are."""

    made: Made
    told: Told


def given(table: AnswerTable) -> list[Given]:
    """The reports of all firms of a table, found out by other processes: this one, which will be measured, has then
    seen none of their texts before."""
    chunks = ([table[start : start + CHUNK]] for start in range(0, len(table), CHUNK))
    with local(PROCESSES) as elsewhere:
        return [one for (found,) in run(_given, chunks, elsewhere) for one in _whole(found)]


def _given(tables: list[AnswerTable]) -> list[list[Given]]:
    return [
        [Given(made, told(made.report, Drawn.of(render(made.report)))) for made in made_of(table, EDITION)]
        for table in tables
    ]


def _whole(found: list[Given] | Failed[AnswerTable]) -> list[Given]:
    if isinstance(found, Failed):
        raise found.error
    return found


@dataclass(frozen=True)
class Drawn:
    """The text of a PDF, page after page without what stands around them, and without spaces and punctuation: lines
    may break anywhere."""

    text: str

    @classmethod
    def of(cls, pdf: bytes) -> Drawn:
        pages = [page.get_textpage().get_text_range().splitlines() for page in pypdfium2.PdfDocument(pdf)]
        return cls(_bare("".join(line for lines in pages for line in lines[: -len(_AROUND)])))

    def has(self, *texts: str) -> bool:
        """Whether these stand there one after the other."""
        return _bare("".join(texts)) in self.text

    def after(self, before: str, text: str) -> str:
        """As much of a text as stands there right after another, with an ellipsis where it is cut; "" for nothing."""
        if self.has(before, text):
            return text
        words = text.split(" ")
        cut = [count for count in range(1, len(words)) if self.has(before, " ".join(words[:count]))]
        return f"{' '.join(words[: max(cut)])}…" if cut else ""


_AROUND = ("header", "footer")
"""Lines that end the text of a page: each has its left and its right side."""


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text)


def told(report: FirmReport, drawn: Drawn) -> Told:
    """What stands in the text of its PDF."""
    return Told(
        replace(
            report,
            works=_findings(report.works, drawn),
            gaps=_findings(report.gaps, drawn),
            dimensions=tuple(_dimension(line, report, drawn) for line in report.dimensions),
            phases=tuple(_phase(phase, report, drawn) for phase in report.phases),
        ),
        tuple(_pinned(report, drawn)),
    )


def _findings(found: tuple[Finding, ...], drawn: Drawn) -> tuple[Finding, ...]:
    return tuple(replace(finding, text=drawn.after(finding.title, finding.text)) for finding in found)


def _dimension(line: DimensionLine, report: FirmReport, drawn: Drawn) -> DimensionLine:
    description = line.description if drawn.has(line.title, line.description) else ""
    questions = [_question(question, drawn) for question in line.questions]
    shown = tuple(question for question in questions if question)
    more = report.labels.files.more_questions.format(n=len(questions) - len(shown))
    left_out = line.left_out if len(shown) == len(questions) else f"{line.left_out} {more}".strip()
    return replace(line, description=description, questions=shown, left_out=left_out)


def _question(question: QuestionLine, drawn: Drawn) -> QuestionLine | None:
    """With the answer as far as it is told; None where the question is not."""
    rows = "".join(row.label + row.value for row in question.rows)
    if question.rows and drawn.has(question.text, rows):
        return question
    answer = drawn.after(question.text, f"{question.answer} {question.note}".strip())
    if answer or drawn.has(question.text, question.shown):
        return replace(question, answer=answer, rows=(), note="")
    return None


def _phase(phase: Phase, report: FirmReport, drawn: Drawn) -> Phase:
    return replace(phase, actions=tuple(_card(card, report, drawn) for card in phase.actions))


def _card(card: ActionCard, report: FirmReport, drawn: Drawn) -> ActionCard:
    label = report.labels.because
    reasons = [card.because[:count] for count in (2, 1) if drawn.has(label, *card.because[:count])]
    return replace(
        card,
        summary=card.summary if drawn.has(card.title, card.status_shown, card.summary) else "",
        because=reasons[0] if reasons else (),
        steps=card.steps if drawn.has(*(f"{number}{step}" for number, step in enumerate(card.steps, 1))) else (),
    )


def _pinned(report: FirmReport, drawn: Drawn) -> Iterator[ActionCard]:
    words = report.labels
    for card in report.soon:
        in_detail = drawn.has(*card.steps, words.measure, card.measure)
        if drawn.has(card.title, words.owner, card.owner, words.until):
            yield card if in_detail else replace(card, steps=())
