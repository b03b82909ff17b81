"""The form of one of a body's own questions: its wording, how many answers it takes, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flask_babel import gettext as _
from wtforms import HiddenField, StringField, ValidationError

from survey.bodies.campaigns.lines import id_of
from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import WordsField, check_text
from survey.storage.campaigns.values import LEAST_OPTIONS, MOST_OPTIONS, OwnOption, OwnQuestion

LONGEST_TEXT, LONGEST_OPTION = 300, 120


class QuestionForm(PostedForm):
    """``words_only``: whether firms may have answered, so that each line words the option that it worded before."""

    text = WordsField(max_length=LONGEST_TEXT)
    kind = StringField(validators=[only_one])
    options = WordsField(max_length=2 * MOST_OPTIONS * LONGEST_OPTION)
    seen = HiddenField()

    FIELDS = ("text", "kind", "options")

    def __init__(self, before: OwnQuestion | None, *, words_only: bool) -> None:
        super().__init__()
        self.before, self.words_only = before, words_only
        if not self.is_submitted():
            self.kind.data = before.kind if before else "single"
            self.text.data = before.text if before else ""
            self.options.data = "\n".join(option.text for option in before.options) if before else ""

    @property
    def lines(self) -> list[str]:
        """The options, one of each line."""
        typed = (" ".join(line.split()) for line in (self.options.data or "").splitlines())
        return [line for line in typed if line]

    def question(self, name: str) -> OwnQuestion:
        """What to store, under this id; call after ``validate``."""
        kind: Literal["single", "multiple"] = "multiple" if self.kind.data == "multiple" else "single"
        if self.words_only and self.before:
            kept = [OwnOption(one.id, text) for one, text in zip(self.before.options, self.lines, strict=True)]
            return OwnQuestion(name, self._words, self.before.kind, tuple(kept))
        return OwnQuestion(name, self._words, kind, _options(self.lines, self.before))

    @property
    def _words(self) -> str:
        return " ".join(self.text.data.split())

    def validate_text(self, field: WordsField) -> None:
        if not field.data.strip():
            raise ValidationError(_("Write the question."))

    def validate_kind(self, field: StringField) -> None:
        if not self.words_only and field.data not in ("single", "multiple"):
            raise ValidationError(_("Choose one of these."))

    def validate_options(self, _field: WordsField) -> None:
        if self.words_only and self.before and len(self.lines) != len(self.before.options):
            most = len(self.before.options)
            text = _("Firms may have answered: leave %(n)s answers, in their order, and mend only their words.", n=most)
            raise ValidationError(text)
        if not LEAST_OPTIONS <= len(self.lines) <= MOST_OPTIONS:
            bounds = {"low": LEAST_OPTIONS, "high": MOST_OPTIONS}
            raise ValidationError(_("Write from %(low)s to %(high)s answers, each on a line of its own.", **bounds))
        for line in self.lines:
            check_text(line, LONGEST_OPTION)
        if len({line.casefold() for line in self.lines}) < len(self.lines):
            raise ValidationError(_("Two answers are the same. Remove one of them."))

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in self.FIELDS})


def _options(lines: Sequence[str], before: OwnQuestion | None) -> tuple[OwnOption, ...]:
    """The options of a question; one that keeps its words keeps its id."""
    known = {option.text: option.id for option in before.options} if before else {}
    found: list[OwnOption] = []
    for line in lines:
        taken = [*known.values(), *(option.id for option in found)]
        found.append(OwnOption(known.get(line) or id_of(line, "answer", taken), line))
    return tuple(found)
