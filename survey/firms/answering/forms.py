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
from survey import places
from survey.forms.faults import Fault, changed
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.languages import translations
from survey.mail.address import LONGEST, mailbox
from survey.storage.campaigns.values import LISTS, Entry, ListName, Lists, TakingPart

CONSENT = "yes"
LONGEST_NAME = 120
LONGEST_REGISTER = 60
MOST_TRADES_SHOWN = 12


class ProfileForm(PostedForm):
    """Who the firm is: only the trade and the number of people are required.

    ``lists``: a body's own, each in place of what firms are asked elsewhere; its member groups are asked besides.
    """

    trade = StringField(validators=[only_one])
    trade_choice = RadioField(validate_choice=False)
    people = RadioField()
    country = SelectField(default="", validators=[only_one])
    region = SelectField(default="", validators=[only_one])
    firm = StringField(validators=[only_one])
    own_sector = RadioField(validate_choice=False, validators=[only_one])
    own_region = RadioField(validate_choice=False, validators=[only_one])
    own_group = RadioField(validate_choice=False, validators=[only_one])
    page = HiddenField()
    """A random word of the page, by which a button that is pressed twice is told from two firms."""

    def __init__(self, *args: Any, lists: Lists = Lists(), **kwargs: Any) -> None:  # noqa: B008 - frozen
        self.lists = lists
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
    def of(
        cls,
        profile: Mapping[str, Any],
        lists: Lists = Lists(),  # noqa: B008 - frozen
        taking_part: TakingPart = TakingPart(),  # noqa: B008 - frozen
    ) -> Self:
        """The form as this profile fills it, and what was chosen from a body's lists."""
        trade_id = profile.get("trade") or ""
        own = {f"own_{name}": getattr(taking_part, name) for name in LISTS}
        form = cls(formdata=None, lists=lists, data={**profile, **own, "trade": _trade_name(trade_id)})
        if trade_id in SECTIONS:
            form.offer_trades([])
            form.trade_choice.data = trade_id
        return form

    def profile(self) -> dict[str, str]:
        """The profile to store; call after ``validate``."""
        country, region = self.country.data or "", self.region.data or ""
        if self.lists.region:
            place = self._means("region")
            country, region = place.partition("-")[0], place if "-" in place else ""
        return {
            "firm": " ".join((self.firm.data or "").split()),
            "trade": self._means("sector") if self.lists.sector else self.resolved_trade or "",
            "people": self.people.data or "",
            "country": country,
            "region": region,
        }

    def chosen(self) -> dict[str, str]:
        """From each of the body's lists; "" where nothing was. Call after ``validate``."""
        return {name: self[f"own_{name}"].data or "" for name in LISTS if getattr(self.lists, name)}

    def taking_part(self) -> TakingPart:
        return TakingPart(**self.chosen())

    def _means(self, name: ListName) -> str:
        """What the choice from a list is everywhere else."""
        chosen, entries = self[f"own_{name}"].data, _entries(self.lists, name)
        return next((entry.means for entry in entries if entry.id == chosen), "")

    def offer_trades(self, found: list[Trade]) -> None:
        """Offer the trades that were found, and every sector for those that none of them fits."""
        near = [SelectChoice(one.id, _(one.name), optgroup="near") for one in found[:MOST_TRADES_SHOWN]]
        wide = [SelectChoice(letter, _(name), optgroup="wide") for letter, name in SECTIONS.items()]
        self.trade_choice.choices = [*near, *wide]

    def validate_trade(self, field: StringField) -> None:
        """One trade that the words name is taken; otherwise one of those offered must be chosen."""
        text, field.data = (field.data or "").strip(), printable(field.data or "")
        self.resolved_trade: str | None = None
        if self.lists.sector:  # asked by the body's own list
            return
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

    def validate_own_sector(self, field: RadioField) -> None:
        if self.lists.sector and not field.data:
            raise ValidationError(_("Choose what fits your firm best."))
        _check_listed(field, self.lists.sector)

    def validate_own_region(self, field: RadioField) -> None:
        _check_listed(field, self.lists.region)

    def validate_own_group(self, field: RadioField) -> None:
        _check_listed(field, self.lists.group)

    def validate_firm(self, field: StringField) -> None:
        text, field.data = (field.data or "").strip(), printable(field.data or "")
        check_text(text, LONGEST_NAME)

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page."""
        offered = self.trade_choice.choices
        first_trade = f"trade_choice-{offered[0].value}" if offered else "trade"
        anchors = {"trade": first_trade, "own_sector": "own_sector-1", "people": f"people-{PEOPLE[0].id}"}
        anchors |= {"own_group": "own_group-1", "own_region": "own_region-1"}
        anchors |= {name: name for name in ("country", "region", "firm")}
        return self.faults_at(anchors)


class IdentityForm(PostedForm):
    """Whether the firm may be counted, and what makes it count once: asked of nobody who says no."""

    counted = BooleanField()
    register = StringField(validators=[only_one])
    email = StringField(validators=[only_one])

    def consents(self) -> bool:
        """Whether exactly what the page offers was posted: anything else is no consent."""
        return bool(self.counted.raw_data == [CONSENT])

    def identity(self) -> dict[str, str]:
        """``register`` and ``email`` as they are kept; call after ``validate``."""
        if not self.consents():
            return {}
        return {"register": " ".join((self.register.data or "").split()), "email": mailbox(self.email.data or "") or ""}

    def validate_register(self, field: StringField) -> None:
        text, field.data = field.data or "", printable(field.data or "")[: 2 * LONGEST_REGISTER]
        if self.consents():
            check_text(text, LONGEST_REGISTER)

    def validate_email(self, field: StringField) -> None:
        text, field.data = (field.data or "").strip(), printable(field.data or "")[: 2 * LONGEST]
        if self.consents() and text and mailbox(text) is None:
            raise ValidationError(_("Type one e-mail address, such as ann@example.org."))

    def faults(self) -> list[Fault]:
        return self.faults_at({"register": "register", "email": "email"})


class ConsentForm(IdentityForm):
    """Whether the firm may be counted; unticked until it is ticked by hand, also where it was ticked before.

    ``revision`` is the submission that the page was drawn for: one left open from before an update hands nothing in.
    """

    revision = HiddenField()

    def __init__(self, revision: int, known: TakingPart = TakingPart()) -> None:  # noqa: B008 - frozen
        super().__init__(data={"register": known.register, "email": known.email})
        self.is_of_now = self.revision.data == str(revision)
        self.revision.data = str(revision)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        return bool(super().validate(extra_validators)) and self.is_of_now

    def faults(self) -> list[Fault]:
        if not self.is_submitted():
            return []
        if page := self.page_faults():
            return page
        return super().faults() if self.is_of_now else [changed()]


def trade_names() -> list[str]:
    """Names of all trades in the visitor's language, in alphabetical order, to choose from while typing."""
    return sorted((_(one.name) for one in TRADES), key=plain)


def profile_words(
    profile: Mapping[str, str],
    lists: Lists = Lists(),  # noqa: B008 - frozen
    taking_part: TakingPart = TakingPart(),  # noqa: B008 - frozen
) -> list[str]:
    """What the firm said about itself, in words; by a body's lists where it chose from them."""
    people = next((_(band.name) for band in PEOPLE if band.id == profile.get("people")), "")
    region = dict(places.regions(profile.get("country", ""))).get(profile.get("region", ""), "")
    country = get_locale().territories.get(profile.get("country", ""), "")
    own = {name: _name_of(_entries(lists, name), getattr(taking_part, name)) for name in LISTS}
    trade = own["sector"] or _trade_name(profile.get("trade", ""))
    place = [own["region"]] if own["region"] else [region, country]
    words = [profile.get("firm", ""), trade, people, *place, own["group"]]
    return [word for word in words if word]


def _entries(lists: Lists, name: ListName) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = getattr(lists, name)
    return entries


def _name_of(entries: tuple[Entry, ...], chosen: str) -> str:
    return next((entry.name for entry in entries if entry.id == chosen), "")


def _check_listed(field: RadioField, entries: tuple[Entry, ...]) -> None:
    if field.data and field.data not in {entry.id for entry in entries}:
        raise ValidationError(_("Choose one of these."))


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
