"""The form that every page of questions is: answers out, faults by place, and nothing taken that was not asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _

from scoring.answers import Answer
from scoring.instrument import Question
from survey.forms.faults import Fault, stale
from survey.forms.posted import PostedForm

HIGHEST_REVISION = 2**31 - 1


class AssessmentForm(PostedForm):
    """Questions of one page. Made by ``build_form``, which fills in ``questions`` and the fields."""

    questions: ClassVar[tuple[Question, ...]] = ()
    _posted: frozenset[str] = frozenset()

    def post_process(self, formdata: Mapping[str, Any] | None = None) -> None:
        super().post_process(formdata)
        self._posted = frozenset(formdata or ())

    @classmethod
    def of(cls, answers: Mapping[str, Answer], revisions: Mapping[str, int]) -> AssessmentForm:
        """The form as it stands in storage, for showing."""
        values: dict[str, Any] = {f"q_{question}": answer for question, answer in answers.items()}
        values |= {f"r_{question}": revision for question, revision in revisions.items()}
        return cls(formdata=None, data=values)

    def answers(self) -> dict[str, Answer | None]:
        """What was answered, by question id; None where a question was left open."""
        return {question.id: self[f"q_{question.id}"].answer for question in self.questions}

    def seen(self) -> dict[str, int]:
        """The revision of each answer that the page was drawn from; 0 where there was none."""
        return {question.id: self[f"r_{question.id}"].data for question in self.questions}

    def show_revisions(self, revisions: Mapping[str, int]) -> None:
        """Draw the page as one that has seen these revisions."""
        for question in self.questions:
            self[f"r_{question.id}"].data = revisions.get(question.id, 0)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Whether every answer is one that this page offers, and the page itself is ours and still fresh."""
        valid = super().validate(extra_validators)
        return valid and not self._unasked()

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page, those of the page as a whole first."""
        return [*self._page_faults(), *(fault for q in self.questions for fault in self[f"q_{q.id}"].faults())]

    def _page_faults(self) -> Iterator[Fault]:
        if "csrf_token" in self and self.csrf_token.errors:
            yield stale()
        if self._unasked():
            yield Fault("", _("What this page asks has changed since you opened it, so it was not saved. "
                              "This is the page as it is now: please look through it and save again."))  # fmt: skip

    def _unasked(self) -> set[str]:
        """Names of posted answers to questions, rows or parts that this page does not have."""
        asked = {name for question in self.questions for name in self[f"q_{question.id}"].names}
        return {name for name in self._posted if name.startswith("q_") and name not in asked}


def as_revision(value: object) -> int:
    """A revision as it came from outside; whatever is not one counts as never seen."""
    text = str(value)
    revision = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return revision if revision <= HIGHEST_REVISION else 0
