"""The actions as a workbook to fill in: what the instrument says, what the organisation does, and its own actions."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from scoring.actions import QUANTITIES
from scoring.adaptation import Adaptation, Demands, OwnAction
from scoring.fields import SIZES
from scoring.instrument import Instrument
from scoring.messages import N_
from scoring.template.book import sheet_titles
from scoring.workbooks import Filled, Head, write_sheets_to_fill
from survey.consultants.house.spans import EACH, Span, holds_for_all, part_words, quantity_words, told
from survey.languages import translations
from survey.storage.adapting import entry_of

ACTION, OWN = "action", "own_action"
"""The first column of each sheet, by which it is known again whatever it is called."""

PERSON = "person"
PART_OF = {"": "", **{size: size for size in SIZES}, PERSON: EACH}
"""What stands in the column of the size, and what that is of a quantity; "" is every size."""

YES = "yes"
SPARE = 20
"""Empty rows for actions to come."""

TITLES = (N_("Actions"), N_("Own actions"), N_("How to fill this in"))


def span_columns() -> list[str]:
    return [f"{quantity}_{end}" for quantity in QUANTITIES for end in ("low", "high")]


def workbook(instrument: Instrument, kept: Adaptation) -> bytes:
    """All actions with what is said of them, to be read again by ``reading``."""
    titles = list(sheet_titles(TITLES, translations(get_locale())).values())
    file = io.BytesIO()
    actions = Filled(titles[0], _action_heads(), list(_action_rows(instrument, kept)))
    own = Filled(titles[1], _own_heads(), list(_own_rows(kept)), spare=SPARE)
    told = Filled(titles[2], [Head("", _("How to fill this in"), 100)], [[line] for line in _instructions()])
    write_sheets_to_fill(file, [actions, own, told])
    return file.getvalue()


def _action_heads() -> list[Head]:
    says = [
        Head(f"instrument_{name}", _("The instrument says: %(what)s", what=words), 30)
        for name, words in quantity_words().items()
    ]
    hide = Head("hide", _("Hide"), 8, fill=True)
    return [Head(ACTION, _("Action"), 18), Head("title", _("Title"), 44), hide, *_figure_heads(), *says]


def _figure_heads() -> list[Head]:
    words = quantity_words()
    heads = [Head("size", _("Size"), 9, fill=True)]
    for quantity in QUANTITIES:
        heads.append(Head(f"{quantity}_low", _("%(what)s, from", what=words[quantity]), 11, fill=True))
        heads.append(Head(f"{quantity}_high", _("%(what)s, to", what=words[quantity]), 11, fill=True))
    return heads


def _own_heads() -> list[Head]:
    return [
        Head(OWN, _("Action"), 10),
        Head("title", _("Title"), 36, fill=True),
        Head("like", _("Like which action"), 18, fill=True),
        Head("summary", _("What it is good for"), 40, fill=True),
        Head("steps", _("Steps, each on a line"), 40, fill=True),
        Head("owner", _("Who"), 18, fill=True),
        Head("measure", _("How one sees that it is done"), 28, fill=True),
        Head("weeks", _("Weeks"), 8, fill=True),
        Head("price_year", _("Year of the prices"), 9, fill=True),
        *_figure_heads(),
    ]


def _action_rows(instrument: Instrument, kept: Adaptation) -> Iterator[Sequence[Any]]:
    for action in instrument.actions:
        entry = entry_of(kept, action.id)
        says = ["; ".join(told(getattr(action, name))) or None for name in QUANTITIES]
        for size, figures in _figures(entry.demands).items():
            first = size == ""
            hide = YES if first and entry.hidden else None
            yield [action.id, action.title, hide, size or None, *figures, *(says if first else [None] * 4)]


def _own_rows(kept: Adaptation) -> Iterator[Sequence[Any]]:
    for own in kept.own:
        for size, figures in _figures(own.demands).items():
            yield [own.id, *(_texts(own) if size == "" else [None] * 8), size or None, *figures]


def _texts(own: OwnAction) -> list[Any]:
    steps = "\n".join(own.steps)
    return [own.title, own.like, own.summary, steps, own.owner, own.measure, _number(own.weeks), own.price_year]


def _figures(demands: Demands) -> Mapping[str, list[Any]]:
    """A row of ranges for every size, and one for each that a quantity differs by."""
    rows: dict[str, list[Any]] = {}
    for size, part in PART_OF.items():
        spans: list[Span | None] = []
        for name in QUANTITIES:
            quantity = getattr(demands, name)
            whole = quantity is not None and holds_for_all(quantity)
            found = quantity is not None and whole == (part == "")
            spans.append(getattr(quantity, part or "micro") if found else None)
        if size == "" or any(spans):
            rows[size] = [_number(end) if end is not None else None for span in spans for end in (span or (None, None))]
    return rows


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _instructions() -> list[str]:
    sizes = [f"{size}: {part_words()[part]}" for size, part in PART_OF.items() if part]
    return [
        _("Fill in the yellow cells only, save the workbook as .xlsx, and upload it on the page that it came from."),
        _("You see there what it would change, and nothing is changed before you agree."),
        "",
        _("Hide: write %(yes)s to leave an action out of all plans, and empty the cell to use it again.", yes=YES),
        _("From and to: working days, and EUR without VAT. Write numbers, in both cells of a range."),
        _("What you leave empty is as the instrument says."),
        _("Size: empty for firms of every size. Where figures differ by size, add a row of the action for each size."),
        _("In the row without a size, leave such figures empty. Sizes are:"),
        *sizes,
        "",
        _("Own actions: a row for each; leave its first cell empty for a new one. Delete a row to remove the action."),
        _("Like which action: an id from the first column of the other sheet."),
        _("Yours lifts the same answers and fits the same firms as that one."),
        _("A row of own actions without a title, but with a size, belongs to the action above it."),
        _("Actions of the questionnaire that you delete from the sheet stay as they are."),
    ]
