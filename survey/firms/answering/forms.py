"""The forms that are not questions: who the firm is, and whether it may be counted."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any, Self

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from scoring.profile import PEOPLE
from scoring.trades import SECTIONS, TRADES, Trade, find_trades, plain, similar_trades
from scoring.trades import trade as trade_of
from survey.firms.answering import places
from survey.forms.faults import Fault, changed
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.languages import translations

CONSENT = "yes"
LONGEST_NAME = 120
MOST_TRADES_SHOWN = 12


class ProfileForm(PostedForm):
    """Who the firm is: only the trade and the number of people are required."""

    trade = StringField(validators=[only_one])
    trade_choice = RadioField(validate_choice=False)
    people = RadioField()
    country = SelectField(default="", validators=[only_one])
    region = SelectField(default="", validators=[only_one])
    firm = StringField(validators=[only_one])
    page = HiddenField()
    """A random word of the page, by which a button that is pressed twice is told from two firms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people.choices = [SelectChoice(band.id, _(band.name)) for band in PEOPLE]
        self.people.validators = [InputRequired(_("Choose how many people usually work in the firm.")), only_one]
        self.people.invalid_choice_message = _("Choose one of these.")
        open_choice = SelectChoice("", _("Rather not say"))
        self.country.choices = [open_choice, *(SelectChoice(*place) for place in places.countries(get_locale()))]
        self.country.invalid_choice_message = _("Choose a country from the list.")
        regions = places.regions(self.country.data or "")
        self.region.choices = [open_choice, *(SelectChoice(*place) for place in regions)]
        self.region.invalid_choice_message = _("This region is not in the country you chose: choose another one.")
        self.trade_choice.choices = []
        if not re.fullmatch(r"[A-Za-z0-9_-]{22}", self.page.data or ""):
            self.page.data = secrets.token_urlsafe(16)

    @classmethod
    def of(cls, profile: Mapping[str, Any]) -> Self:
        """The form as this profile fills it."""
        trade_id = profile.get("trade") or ""
        form = cls(formdata=None, data={**profile, "trade": _trade_name(trade_id)})
        if trade_id in SECTIONS:
            form.offer_trades([])
            form.trade_choice.data = trade_id
        return form

    def profile(self) -> dict[str, str]:
        """The profile to store; call after ``validate``."""
        return {
            "firm": " ".join((self.firm.data or "").split()),
            "trade": self.resolved_trade or "",
            "people": self.people.data or "",
            "country": self.country.data or "",
            "region": self.region.data or "",
        }

    def offer_trades(self, found: list[Trade]) -> None:
        """Offer the trades that were found, and every sector for those that none of them fits."""
        near = [SelectChoice(one.id, _(one.name), optgroup="near") for one in found[:MOST_TRADES_SHOWN]]
        wide = [SelectChoice(letter, _(name), optgroup="wide") for letter, name in SECTIONS.items()]
        self.trade_choice.choices = [*near, *wide]

    def validate_trade(self, field: StringField) -> None:
        """One trade that the words name is taken; otherwise one of those offered must be chosen."""
        text, field.data = (field.data or "").strip(), printable(field.data or "")
        self.resolved_trade: str | None = None
        if not text and not self.trade_choice.data:
            raise ValidationError(_("Type what your firm does, for example bakery."))
        check_text(text, LONGEST_NAME)
        found = find_trades(text, translations(get_locale()))
        self.resolved_trade = _single_match(text, found)
        if self.resolved_trade:
            return
        found = found or similar_trades(text, translations(get_locale()))
        self.offer_trades(found)
        if self.trade_choice.data in {choice.value for choice in self.trade_choice.choices}:
            self.resolved_trade = self.trade_choice.data
        elif found:
            raise ValidationError(_which_of(found))
        else:
            raise ValidationError(_("We have no trade by this name: try another word, or choose a sector below."))

    def validate_firm(self, field: StringField) -> None:
        text, field.data = (field.data or "").strip(), printable(field.data or "")
        check_text(text, LONGEST_NAME)

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page."""
        offered = self.trade_choice.choices
        first_trade = f"trade_choice-{offered[0].value}" if offered else "trade"
        anchors = {"trade": first_trade, "people": f"people-{PEOPLE[0].id}"}
        anchors |= {name: name for name in ("country", "region", "firm")}
        return self.faults_at(anchors)


class ConsentForm(PostedForm):
    """Whether the firm may be counted; unticked until it is ticked by hand, also where it was ticked before.

    ``revision`` is the submission that the page was drawn for: one left open from before an update hands nothing in.
    """

    counted = BooleanField()
    revision = HiddenField()

    def __init__(self, revision: int) -> None:
        super().__init__()
        self.is_of_now = self.revision.data == str(revision)
        self.revision.data = str(revision)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        return bool(super().validate(extra_validators)) and self.is_of_now

    def consents(self) -> bool:
        """Whether exactly what the page offers was posted: anything else is no consent."""
        return bool(self.counted.raw_data == [CONSENT])

    def faults(self) -> list[Fault]:
        if not self.is_submitted():
            return []
        if page := self.page_faults():
            return page
        return [] if self.is_of_now else [changed()]


def trade_names() -> list[str]:
    """Names of all trades in the visitor's language, in alphabetical order, to choose from while typing."""
    return sorted((_(one.name) for one in TRADES), key=plain)


def profile_words(profile: Mapping[str, str]) -> list[str]:
    """What the firm said about itself, in words."""
    people = next((_(band.name) for band in PEOPLE if band.id == profile.get("people")), "")
    region = dict(places.regions(profile.get("country", ""))).get(profile.get("region", ""), "")
    country = get_locale().territories.get(profile.get("country", ""), "")
    words = [profile.get("firm", ""), _trade_name(profile.get("trade", "")), people, region, country]
    return [word for word in words if word]


def _trade_name(trade_id: str) -> str:
    one = trade_of(trade_id)
    return _(one.name) if one else _(SECTIONS[trade_id]) if trade_id in SECTIONS else ""


def _which_of(found: list[Trade]) -> str:
    if len(found) == 1:
        return str(_("Is it the trade below? Choose it, or choose a sector."))
    return str(_("Several trades fit these words: choose the closest one below."))


def _single_match(text: str, found: list[Trade]) -> str | None:
    """The id that the words stand for: the only trade found, or the sector of exactly this name."""
    if len(found) == 1:
        return found[0].id
    sectors = [letter for letter, name in SECTIONS.items() if plain(_(name)) == plain(text)]
    return sectors[0] if sectors and not found else None
