"""Empty sheets for answers, as ``reading`` reads them: one table for many firms, or a workbook for each interview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import NullTranslations
from pathlib import Path

from scoring.instrument import Instrument
from scoring.messages import ENGLISH, N_, Message, Problem, WaymarkError
from scoring.template.interview import interview
from scoring.template.wide import wide_csv, wide_workbook
from scoring.writing import replacing

__all__ = ["LAYOUTS", "interview", "template", "write_template"]

LAYOUTS = ("wide", "interview")

NO_FORM = N_("A template is an .xlsx or a .csv file.")
NO_INTERVIEW = N_("A template for interviews is an .xlsx file.")


def write_template(
    instrument: Instrument, path: Path, translations: NullTranslations = ENGLISH, *, layout: str = "wide"
) -> None:
    """Write the template as .xlsx or .csv, by the ending of ``path``; a file of that name is replaced as a whole.

    Raises ``WaymarkError`` for any other ending, and where the file cannot be written.
    """
    form = path.suffix.lower().removeprefix(".")
    data = template(instrument, form, translations, place=str(path), layout=layout)
    with replacing(path) as file:
        file.write(data)


def template(
    instrument: Instrument,
    form: str = "xlsx",
    translations: NullTranslations = ENGLISH,
    place: str = "-",
    *,
    layout: str = "wide",
) -> bytes:
    """The template as a file.

    ``wide``: a row for each firm; ``xlsx`` has answers, the questions in words, an example, the choices; ``csv`` the
    header. ``interview``: a workbook for one firm, questions downwards. Raises ``WaymarkError`` for any other form.
    """
    forms = FORMS[layout]
    if form not in forms:
        raise WaymarkError([Problem(place, Message(NO_FORM if layout == "wide" else NO_INTERVIEW))])
    return forms[form](instrument, translations)


Made = Callable[[Instrument, NullTranslations], bytes]

FORMS: Mapping[str, Mapping[str, Made]] = {
    "wide": {"xlsx": wide_workbook, "csv": wide_csv},
    "interview": {"xlsx": interview},
}
