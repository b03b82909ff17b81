"""The fixed words of what is taken along beside the report: sheet, calendar, two pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True)
class FileLabels:
    """Fixed words by what they name."""

    plan: str
    """Title of sheet and calendar; takes {firm}."""
    sheet: str
    """Name of the sheet's tab."""
    dated: str
    """Takes {date}."""
    estimates: str
    task: str
    start: str
    due: str
    own_low: str
    own_high: str
    outside_low: str
    outside_high: str
    once_low: str
    once_high: str
    monthly_low: str
    monthly_high: str
    status: str
    note: str
    total: str
    open: str
    planned: str
    done: str
    refused: str
    choose_status: str
    review: str
    review_text: str
    two_pages: str
    parts: str
    first_steps: str
    begin_with: str
    more_questions: str
    """Takes {n}, how many questions of a part are not shown."""
    by_step: str
    by_steps: str
    """Take {steps}, the number of one or of several."""
    more_steps: str
    """Takes {n}, how many steps of the plan are not shown."""

    def of_steps(self, numbers: Sequence[int]) -> str:
        """The text for one step or for several; takes {steps}."""
        return self.by_step if len(numbers) == 1 else self.by_steps


def file_labels(translations: NullTranslations) -> FileLabels:
    """The fixed words in the language of ``translations``."""
    _ = translations.gettext
    return FileLabels(
        plan=_("Digital roadmap – {firm}"),
        sheet=_("Plan"),
        dated=_("As of {date}"),
        estimates=_("Days and EUR are estimates, from the least to the most. Ask for quotes before you decide."),
        task=_("What to do"),
        start=_("Start"),
        due=_("By when"),
        own_low=_("Own days, from"),
        own_high=_("Own days, to"),
        outside_low=_("Outside days, from"),
        outside_high=_("Outside days, to"),
        once_low=_("EUR once, from"),
        once_high=_("EUR once, to"),
        monthly_low=_("EUR a month, from"),
        monthly_high=_("EUR a month, to"),
        status=_("Status"),
        note=_("Note"),
        total=_("In all"),
        open=_("open"),
        planned=_("planned"),
        done=_("done"),
        refused=_("not for us"),
        choose_status=_("Choose from the list."),
        review=_("Look back at the roadmap"),
        review_text=_("Half a year has passed: see what is done, mark it, and assess again when enough has changed."),
        two_pages=_("Digital readiness on two pages"),
        parts=_("Part by part"),
        first_steps=_("The first steps"),
        begin_with=_("Begin with these"),
        more_questions=_("Further questions, not shown here: {n}"),
        by_step=_("step {steps}"),
        by_steps=_("steps {steps}"),
        more_steps=_("Further steps, in the full report: {n}"),
    )
