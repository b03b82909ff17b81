"""A question with several rows on one scale: one choice for each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.fields import SelectChoice
from wtforms.utils import unset_value

from scoring.answers import Answer
from scoring.instrument import GridQuestion
from survey.forms.choices import OPEN, apart_choices, not_offered, option_choices
from survey.forms.faults import Fault


class GridField(Field):
    """Rows are posted as ``q_<id>-<row>``; ``data`` is row → value, ``""`` where a row is left open."""

    def __init__(self, *, question: GridQuestion, **kwargs: Any) -> None:
        self.question = question
        self.options = option_choices(question)
        self.apart = [*apart_choices(question), SelectChoice(OPEN, _("Come back later"))]
        self.row_errors: dict[str, str] = {}
        super().__init__(question.text, **kwargs)

    @property
    def names(self) -> set[str]:
        return {self.row_name(row.id) for row in self.question.rows}

    @property
    def answer(self) -> Answer | None:
        return {row: value for row, value in self.data.items() if value} or None

    def faults(self) -> list[Fault]:
        first = self.options[0].value
        return [Fault(f"{self.row_name(row)}-{first}", message) for row, message in self.row_errors.items()]

    def row_name(self, row: str) -> str:
        return f"{self.name}-{row}"

    def process(self, formdata: Any, data: Any = unset_value, **_filters: Any) -> None:
        self.process_errors: list[str] = []
        self.process_data(None if data is unset_value else data)
        if formdata is not None:
            self.raw_data = {row.id: formdata.getlist(self.row_name(row.id)) for row in self.question.rows}
            self.data = {row: (values or [OPEN])[0] for row, values in self.raw_data.items()}

    def process_data(self, value: Answer | None) -> None:
        stored = value if isinstance(value, Mapping) else {row.id: value for row in self.question.rows}
        self.data = {row.id: stored.get(row.id) or OPEN for row in self.question.rows}

    def pre_validate(self, _form: Any) -> None:
        offered = {choice.value for choice in (*self.options, *self.apart)}
        posted = self.raw_data or {}
        self.row_errors = {row: not_offered() for row, values in posted.items() if not set(values) <= offered}
        several = {row: _("Choose one answer only.") for row, values in posted.items() if len(set(values)) > 1}
        self.row_errors |= several

    def post_validate(self, _form: Any, _stopped: bool) -> None:
        self.errors = list(self.row_errors.values())
