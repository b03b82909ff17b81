"""The forms of a campaign: begun, described to firms, and how its figures are published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import SelectChoice

from scoring.loading import available
from survey import instruments
from survey.bodies.campaigns.wording import licences, official_countries, rhythms
from survey.forms.faults import Fault
from survey.forms.number import parse_number
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import WordsField, check_text, printable
from survey.languages import offered as offered_languages
from survey.storage.campaigns.parts import Description, Publishing
from survey.storage.campaigns.rhythm import following
from survey.storage.campaigns.values import LEAST_FIRMS, MOST_FIRMS, Campaign
from survey.storage.models import now

LONGEST_NAME, LONGEST_WELCOME, LONGEST_CONTACT = 120, 3000, 500
USUALLY_OPENS = timedelta(days=14)
LATEST = timedelta(days=3660)


class DayField(StringField):
    """A day, or none; ``day`` is what was typed, after it was checked."""

    day: date | None = None

    def process_data(self, value: date | None) -> None:
        self.day, self.data = value, value.isoformat() if value else ""

    def pre_validate(self, form: Any) -> None:
        only_one(form, self)
        self.data = printable(self.data or "").strip()[:20]
        self.day = _day(self.data) if self.data else None
        if self.day is not None and not date(2000, 1, 1) <= self.day <= today() + LATEST:
            raise ValidationError(_("Choose a day within the next ten years."))


class SeenForm(PostedForm):
    """Only what the page was drawn from: what else is posted is read by itself."""

    seen = HiddenField()


class BeginForm(PostedForm):
    """A new campaign."""

    name = StringField(validators=[only_one])
    instrument = SelectField(validators=[only_one])
    opens_on = DayField()

    FIELDS = ("name", "instrument", "opens_on")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.instrument.choices = [SelectChoice(*one) for one in offered_instruments()]
        self.instrument.invalid_choice_message = _("Choose one of these.")
        if not self.is_submitted():
            self.instrument.data = instruments.current().reference
            self.opens_on.process_data(today() + USUALLY_OPENS)

    def validate_name(self, field: StringField) -> None:
        check_name(field, _("Say what the campaign is called: firms read it."))

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in self.FIELDS})


class DescriptionForm(PostedForm):
    """What firms read, and when and how they can begin. ``seen``: what the page was drawn from."""

    name = StringField(validators=[only_one])
    instrument = StringField(validators=[only_one])
    welcome = WordsField(max_length=LONGEST_WELCOME)
    contact = WordsField(max_length=LONGEST_CONTACT)
    languages = SelectMultipleField(validate_choice=False)
    opens_on = DayField()
    closes_on = DayField()
    open_link = BooleanField()
    seen = HiddenField()

    FIELDS = ("name", "instrument", "welcome", "contact", "opens_on", "closes_on", "languages", "open_link")

    def __init__(self, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.campaign = campaign
        self.offered = dict(offered_instruments(campaign.instrument))

    @property
    def fixed(self) -> bool:
        """Whether questionnaire and first day stay as they are."""
        return self.campaign.standing or self.campaign.has_opened(today())

    @property
    def description(self) -> Description:
        """What to store; call after ``validate``."""
        kept = self.campaign
        return Description(
            name=self.name.data or "",
            instrument=kept.instrument if self.fixed else self.instrument.data or "",
            welcome=self.welcome.data.strip(),
            contact=self.contact.data.strip(),
            languages=self.chosen_languages,
            opens_on=kept.opens_on if self.fixed else self.opens_on.day,
            closes_on=self.closes_on.day,
            open_link=bool(self.open_link.data) or kept.standing,
        )

    @property
    def chosen_languages(self) -> tuple[str, ...]:
        """None where it is all of them, so that one which the site offers later is among them."""
        offered = offered_languages()
        chosen = tuple(code for code in offered if code in (self.languages.data or ()))
        return chosen if len(chosen) < len(offered) > 1 else ()

    def validate_name(self, field: StringField) -> None:
        if self.campaign.standing and not (field.data or "").strip():
            field.data = ""
            return
        check_name(field, _("Say what the campaign is called: firms read it."))

    def validate_instrument(self, field: StringField) -> None:
        if not self.fixed and field.data not in self.offered:
            raise ValidationError(_("Choose one of these."))

    def validate_languages(self, field: SelectMultipleField) -> None:
        given, offered = set(field.data or ()), set(offered_languages())
        is_asked = not self.campaign.standing and len(offered) > 1
        if is_asked and not (given and given <= offered):
            raise ValidationError(_("Choose one or more of these languages."))

    def validate_closes_on(self, field: DayField) -> None:
        first = self.campaign.opens_on if self.fixed else self.opens_on.day
        if field.day is not None and first is not None and field.day < first:
            raise ValidationError(_("The last day is before the first one."))

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in self.FIELDS})


class PublishingForm(PostedForm):
    """How figures are published."""

    least = StringField(validators=[only_one])
    licence = StringField(validators=[only_one])
    rhythm = StringField(validators=[only_one])
    next_release_on = DayField()
    country = StringField(validators=[only_one])
    seen = HiddenField()

    FIELDS = ("least", "licence", "country", "rhythm", "next_release_on")

    @property
    def publishing(self) -> Publishing:
        """What to store; call after ``validate``. Where no day was chosen, the first release is one turn from now."""
        chosen = next(one for one in rhythms() if one == self.rhythm.data)
        day = (self.next_release_on.day or following(today(), chosen)) if chosen != "on demand" else None
        least = int(parse_number(self.least.data or "", 0))
        return Publishing(least, self.licence.data or "", chosen, day, self.country.data or "")

    def validate_least(self, field: StringField) -> None:
        field.data = printable(field.data or "").strip()[:20]
        if not LEAST_FIRMS <= parse_number(field.data, 0) <= MOST_FIRMS:
            bounds = {"low": LEAST_FIRMS, "high": MOST_FIRMS}
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.", **bounds))

    def validate_licence(self, field: StringField) -> None:
        if field.data not in licences():
            raise ValidationError(_("Choose one of these."))

    def validate_country(self, field: StringField) -> None:
        if field.data and field.data not in official_countries():
            raise ValidationError(_("Choose one of these."))

    def validate_rhythm(self, field: StringField) -> None:
        if field.data not in rhythms():
            raise ValidationError(_("Choose one of these."))

    def validate_next_release_on(self, field: DayField) -> None:
        if self.rhythm.data != "on demand" and field.day is not None and field.day < today():
            raise ValidationError(_("Choose today or a later day."))

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in self.FIELDS})


def offered_instruments(kept: str = "") -> Sequence[tuple[str, str]]:
    """Reference and title of the questionnaires of this site, each as it is newest, and of the one that is kept."""
    newest = {one.reference.partition("@")[0]: one.reference for one in available(_folder())}
    known = dict.fromkeys([instruments.current().reference, *newest.values()])
    references = [*known, *([kept] if kept and kept not in known else [])]
    return [(one, instruments.by_reference(one).title) for one in references]


def _folder() -> Path | None:
    folder: Path | None = current_app.config["WAYMARK"].instrument_dir
    return folder


def check_name(field: StringField, missing: str) -> None:
    """A name in one line. Raises ``ValidationError``."""
    typed, field.data = (field.data or "").strip(), " ".join(printable(field.data or "").split())
    if not field.data:
        raise ValidationError(missing)
    check_text(typed, LONGEST_NAME)


def today() -> date:
    return now().date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Type a day as year-month-day, such as 2027-03-31.")) from None
