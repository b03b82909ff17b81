"""The way through an assessment: its pages, the questions that a firm is asked on each, and how far it has come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from scoring.answers import AnswerTable
from scoring.conditions import shown
from scoring.instrument import Question

CLOSING = "last-questions"
"""The address of the closing page; the hyphen keeps it apart from every dimension, whose ids have none."""


@dataclass(frozen=True)
class Page:
    """One page of questions; ``number`` counts from 1. ``title`` is empty on the closing page: the view names it."""

    id: str
    title: str
    description: str
    number: int
    questions: tuple[Question, ...]

    def answered(self, answers: Collection[str]) -> int:
        return sum(question.id in answers for question in self.questions)


@dataclass(frozen=True)
class Path:
    """The pages of one firm, in order; pages without a question for it are not among them."""

    pages: tuple[Page, ...]

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.pages if page.id == page_id), None)

    def after(self, page: Page) -> Page | None:
        return self.pages[page.number] if page.number < len(self.pages) else None

    def before(self, page: Page) -> Page | None:
        return self.pages[page.number - 2] if page.number > 1 else None

    def reached(self, answers: Collection[str]) -> Page | None:
        """Where to go on: the last page with an answer, or the one after it if that is full; None for the review."""
        begun = [page for page in self.pages if page.answered(answers)]
        if not begun:
            return self.pages[0] if self.pages else None
        last = begun[-1]
        return self.after(last) if last.answered(answers) == len(last.questions) else last

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The ids of all questions on the path."""
        return frozenset(question.id for question in self.questions)


def path_of(table: AnswerTable) -> Path:
    """The path of the firm in a table of one row, by its profile and its answers so far."""
    is_asked = shown(table).iloc[0]
    sections = [(d.id, d.title, d.description, d.questions) for d in table.instrument.dimensions]
    sections.append((CLOSING, "", "", table.instrument.closing))
    pages: list[Page] = []
    for name, title, description, questions in sections:
        asked = tuple(question for question in questions if is_asked[question.id])
        if asked:
            pages.append(Page(name, title, description, len(pages) + 1, asked))
    return Path(tuple(pages))
