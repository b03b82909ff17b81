"""The forms of the house: how it looks and speaks on reports, and what it says of single actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from reports.firm.house import MOST_DAY_RATE
from reports.firm.letter import LONGEST as LONGEST_LETTER
from reports.firm.letter import LONGEST_OFFER
from reports.theme import colour_fault
from scoring.actions import QUANTITIES, Action, Quantity
from scoring.adaptation import LONGEST_STEP, LONGEST_SUMMARY, LONGEST_TITLE, Demands, OwnAction
from survey.consultants.house.letter import letter_faults
from survey.consultants.house.spans import EACH, PARTS, Span, for_all, holds_for_all, shown_span, typed_span
from survey.forms.faults import Fault
from survey.forms.number import parse_number, shown_number
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import WordsField, check_text, printable
from survey.languages import in_words
from survey.storage.houses import Look

LONGEST_CONTACT = 300
MOST_STEPS, MOST_WEEKS = 12, 104
YEARS = (2000, 2199)


class ShortField(StringField):
    """One line of text."""

    data: str | None

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        self.max_length = max_length
        super().__init__(validators=[only_one], **kwargs)

    def pre_validate(self, _form: Any) -> None:
        typed, self.data = (self.data or "").strip(), " ".join(printable(self.data or "").split())
        check_text(typed, self.max_length)


class HouseForm(PostedForm):
    """How the organisation looks and speaks. ``seen``: what the page was drawn from."""

    accent = StringField(validators=[only_one])
    second = StringField(validators=[only_one])
    contact = WordsField(max_length=LONGEST_CONTACT)
    offer = ShortField(max_length=LONGEST_OFFER)
    day_rate = StringField(validators=[only_one])
    letter = WordsField(max_length=2 * LONGEST_LETTER)
    seen = HiddenField()

    FIELDS = ("accent", "second", "contact", "letter", "offer", "day_rate")

    @classmethod
    def of_look(cls, look: Look, seen: str) -> HouseForm:
        rate = "" if look.day_rate is None else shown_number(look.day_rate)
        given = {name: getattr(look, name) for name in cls.FIELDS} | {"day_rate": rate, "seen": seen}
        return cls(formdata=None, data=given)

    @property
    def look(self) -> Look:
        """What to store; call after ``validate``."""
        rate = (self.day_rate.data or "").strip()
        return Look(
            accent=self.accent.data or "",
            second=self.second.data or "",
            contact=self.contact.data.strip(),
            letter=self.letter.data.strip(),
            offer=self.offer.data or "",
            day_rate=float(parse_number(rate, 0)) if rate else None,
        )

    def validate_accent(self, field: StringField) -> None:
        check_colour(field)

    def validate_second(self, field: StringField) -> None:
        check_colour(field)

    def validate_letter(self, field: WordsField) -> None:
        if found := letter_faults(field.data):
            raise ValidationError(" ".join(found))

    def validate_day_rate(self, field: StringField) -> None:
        typed, field.data = (field.data or "").strip(), printable(field.data or "")
        if typed and not 0 < parse_number(typed, 0) <= MOST_DAY_RATE:
            bounds = {"low": format_decimal(1), "high": format_decimal(MOST_DAY_RATE)}
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.", **bounds))

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in self.FIELDS})


class DemandsForm(PostedForm):
    """What an action takes, as ranges: for each quantity one for all firms, or several by size."""

    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spans: dict[str, Span | None] = {}

    @property
    def demands(self) -> Demands:
        """What to store; call after ``validate``."""
        return Demands(**{quantity: self._quantity(quantity) for quantity in QUANTITIES})

    def _quantity(self, quantity: str) -> Quantity | None:
        whole = self.spans[quantity]
        parts = {part: self.spans[name_of(quantity, part)] for part in PARTS}
        given = {part: span for part, span in parts.items() if span is not None}
        return for_all(whole) if whole is not None else Quantity(**given) if given else None

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = super().validate(extra_validators)
        return self._spans_are_sound() and valid

    def _spans_are_sound(self) -> bool:
        for quantity in QUANTITIES:
            for name in (quantity, *(name_of(quantity, part) for part in PARTS)):
                self._read(self[name], quantity)
            parts = [self.spans[name_of(quantity, part)] for part in PARTS]
            if self.spans[quantity] is not None and any(parts):
                text = _("Give either one range for all firms or ranges by size, and empty the other.")
                self[quantity].errors = [*self[quantity].errors, text]
        return not any(self[name].errors for name in span_names())

    def _read(self, field: StringField, quantity: str) -> None:
        typed, field.data = field.data or "", printable(field.data or "")[:100]
        try:
            self.spans[field.name] = typed_span(typed[:100], quantity)
        except ValidationError as error:
            self.spans[field.name] = None
            field.errors = [*field.errors, str(error)]

    def show(self, demands: Demands) -> None:
        """Fill the ranges in as they are stored."""
        for quantity in QUANTITIES:
            value: Quantity | None = getattr(demands, quantity)
            if value is not None and holds_for_all(value):
                self[quantity].data = shown_span(value.micro)
            elif value is not None:
                for part in PARTS:
                    self[name_of(quantity, part)].data = shown_span(getattr(value, part))


class ChangeForm(DemandsForm):
    """What is said of one of the instrument's actions."""

    hidden = BooleanField()

    @property
    def is_hidden(self) -> bool:
        return bool(self.hidden.raw_data == ["yes"]) if self.is_submitted() else bool(self.hidden.data)

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in span_names()})


class OwnForm(DemandsForm):
    """An action of the organisation's own."""

    like = SelectField(validators=[only_one])
    title = ShortField(max_length=LONGEST_TITLE)
    summary = WordsField(max_length=LONGEST_SUMMARY)
    steps = WordsField(max_length=MOST_STEPS * (LONGEST_STEP + 1))
    owner = ShortField(max_length=LONGEST_TITLE)
    measure = ShortField(max_length=LONGEST_STEP)
    weeks = StringField(validators=[only_one])
    price_year = StringField(validators=[only_one])

    TEXTS = ("title", "like", "summary", "steps", "owner", "measure", "weeks", "price_year")

    def __init__(self, *args: Any, actions: Sequence[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.like.choices = [SelectChoice("", _("Choose one")), *(SelectChoice(one.id, one.title) for one in actions)]
        self.like.invalid_choice_message = _("Choose one of these.")

    @property
    def lines(self) -> list[str]:
        """The steps, one of each line."""
        return [line.strip() for line in (self.steps.data or "").splitlines() if line.strip()]

    def own(self, action: str) -> OwnAction:
        """What to store, under this id; call after ``validate``."""
        return OwnAction(
            id=action,
            like=self.like.data,
            title=self.title.data,
            summary=" ".join(self.summary.data.split()),
            steps=self.lines,
            owner=self.owner.data,
            measure=self.measure.data,
            demands=self.demands,
            weeks=float(parse_number(self.weeks.data, 1)),
            price_year=int(parse_number(self.price_year.data, 0)),
        )

    def show_own(self, own: OwnAction) -> None:
        for name in ("like", "title", "summary", "owner", "measure"):
            self[name].data = getattr(own, name)
        self.steps.data = "\n".join(own.steps)
        self.weeks.data, self.price_year.data = shown_number(own.weeks), str(own.price_year)
        self.show(own.demands)

    def validate_like(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose which action it is most like."))

    def validate_title(self, field: ShortField) -> None:
        needed(field, _("Say in one line what to do."))

    def validate_summary(self, field: WordsField) -> None:
        needed(field, _("Say in two or three sentences what it is good for."))

    def validate_steps(self, _field: WordsField) -> None:
        if not 1 <= len(self.lines) <= MOST_STEPS:
            raise ValidationError(_("Write from 1 to %(most)s steps, each on a line of its own.", most=MOST_STEPS))
        if max(map(len, self.lines)) > LONGEST_STEP:
            raise ValidationError(_("Shorten the longest step to %(most)s characters.", most=LONGEST_STEP))

    def validate_owner(self, field: ShortField) -> None:
        needed(field, _("Say who in the firm sees to it."))

    def validate_measure(self, field: ShortField) -> None:
        needed(field, _("Say by what the firm sees that it is done."))

    def validate_weeks(self, field: StringField) -> None:
        check_number(field, 1, 0.1, MOST_WEEKS)

    def validate_price_year(self, field: StringField) -> None:
        check_number(field, 0, *YEARS)

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in (*self.TEXTS, *span_names())})


def name_of(quantity: str, part: str) -> str:
    """The field of a quantity for one size, or for each person."""
    return f"{quantity}-{'each' if part == EACH else part}"


def span_names() -> list[str]:
    return [name for quantity in QUANTITIES for name in (quantity, *(name_of(quantity, part) for part in PARTS))]


for _name in span_names():
    setattr(DemandsForm, _name, StringField(validators=[only_one]))


def check_colour(field: StringField) -> None:
    """Raise ``ValidationError`` for what is no colour, or too light to be read; empty is our own."""
    field.data = printable((field.data or "").strip())[:50].lower()
    if field.data and (fault := colour_fault(field.data)):
        raise ValidationError(in_words(fault))


def check_number(field: StringField, decimals: int, low: float, high: float) -> None:
    """Raise ``ValidationError`` for what is no number between these."""
    typed = (field.data or "").strip()
    field.data = printable(typed)[:50]
    if not low <= parse_number(typed, decimals) <= high:
        bounds = {"low": shown_number(low), "high": shown_number(high)}
        raise ValidationError(_("Enter a number from %(low)s to %(high)s.", **bounds))


def needed(field: StringField | TextAreaField, what: str) -> None:
    if not (field.data or "").strip():
        raise ValidationError(what)
