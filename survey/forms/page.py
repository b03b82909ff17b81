"""The form that every page of questions is: answers out, faults by place, and nothing taken that was not asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from scoring.answers import Answer
from scoring.instrument import Question
from survey.forms.faults import Fault, changed
from survey.forms.posted import PostedForm
from survey.storage.values import HIGHEST_ID


class AssessmentForm(PostedForm):
    """Questions of one page. Made by ``build_form``, which fills in ``questions`` and the fields."""

    questions: ClassVar[tuple[Question, ...]] = ()
    has_notes: ClassVar[bool] = False
    _posted: frozenset[str] = frozenset()

    def post_process(self, formdata: Mapping[str, Any] | None = None) -> None:
        super().post_process(formdata)
        self._posted = frozenset(formdata or ())

    @classmethod
    def of(
        cls,
        answers: Mapping[str, Answer],
        revisions: Mapping[str, int],
        notes: Mapping[str, str] = MappingProxyType({}),
        note_revisions: Mapping[str, int] = MappingProxyType({}),
    ) -> AssessmentForm:
        """The form as it stands in storage, for showing."""
        parts = {"q_": answers, "r_": revisions, "n_": notes, "rn_": note_revisions}
        values = {f"{prefix}{question}": value for prefix, part in parts.items() for question, value in part.items()}
        return cls(formdata=None, data=values)

    def answers(self) -> dict[str, Answer | None]:
        """What was answered, by question id; None where a question was left open."""
        return {question.id: self[f"q_{question.id}"].answer for question in self.questions}

    def seen(self) -> dict[str, int]:
        """The revision of each answer that the page was drawn from; 0 where there was none."""
        return {question.id: self[f"r_{question.id}"].data for question in self.questions}

    def notes(self) -> dict[str, str]:
        """The notes that were posted, by question id; "" where one was emptied."""
        found = {q.id: self[f"n_{q.id}"].note for q in self.questions} if self.has_notes else {}
        return {question: note for question, note in found.items() if note is not None}

    def notes_seen(self) -> dict[str, int]:
        """The revision of each note that the page was drawn from; 0 where there was none."""
        return {question.id: self[f"rn_{question.id}"].data for question in self.questions} if self.has_notes else {}

    def show_revisions(self, revisions: Mapping[str, int], note_revisions: Mapping[str, int] | None = None) -> None:
        """Draw the page as one that has seen these revisions."""
        for question in self.questions:
            self[f"r_{question.id}"].data = revisions.get(question.id, 0)
            if self.has_notes and note_revisions is not None:
                self[f"rn_{question.id}"].data = note_revisions.get(question.id, 0)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Whether every answer is one that this page offers, and the page itself is ours and still fresh."""
        valid = super().validate(extra_validators)
        return valid and not self._unasked()

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page, those of the page as a whole first."""
        parts = ("q_", "n_") if self.has_notes else ("q_",)
        fields = ((self[f"{part}{question.id}"], question) for question in self.questions for part in parts)
        at_fields = (replace(fault, about=question.text) for field, question in fields for fault in field.faults())
        return [*self._whole(), *at_fields]

    def _whole(self) -> Iterator[Fault]:
        yield from self.page_faults()
        if self._unasked():
            yield changed()

    def _unasked(self) -> set[str]:
        """Names of posted answers and notes to questions, rows or parts that this page does not have."""
        asked = {name for question in self.questions for name in self[f"q_{question.id}"].names}
        asked |= {f"n_{question.id}" for question in self.questions if self.has_notes}
        return {name for name in self._posted if name.startswith(("q_", "n_")) and name not in asked}


def as_revision(value: object) -> int:
    """A revision as it came from outside; whatever is not one counts as never seen."""
    text = str(value)
    revision = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return revision if revision <= HIGHEST_ID else 0
