"""What an organisation and its adviser put into a report, always marked as theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.firm.answered import Answered
from reports.firm.house import LONGEST_COMMENT, Advice, House
from reports.firm.letter import LONGEST_OFFER, cut
from reports.firm.values import ActionCard, Fact
from scoring.adaptation import Adapted, Demands
from scoring.roadmap import Roadmap

LONGEST_NAME = 40
"""Characters of an organisation's name within a sentence."""

DAYS = ("own_days", "outside_days")


def with_marks(firm: Answered, cards: tuple[ActionCard, ...], house: House, advice: Advice) -> tuple[ActionCard, ...]:
    """The cards with what the adviser says, and where the organisation made or changed what is on them."""
    if not advice.comments and not isinstance(firm.instrument, Adapted):
        return cards
    told, label = _comments(advice), adviser(firm, house)
    return tuple(
        replace(
            card,
            origin=_origin(firm, card.id, house),
            advice=Fact(label, told[card.id]) if card.id in told else None,
        )
        for card in cards
    )


def _origin(firm: Answered, action: str, house: House) -> str:
    _ = firm.words.translations.gettext
    if not isinstance(firm.instrument, Adapted):
        return ""
    if action in firm.instrument.own:
        return _("An offer of {organisation}").format(organisation=_name(house))
    changed = firm.instrument.adaptation.changed.get(action, Demands()).given
    template = {
        (True, True): _("Days and cost as estimated by {organisation}"),
        (True, False): _("Days as estimated by {organisation}"),
        (False, True): _("Cost as estimated by {organisation}"),
        (False, False): "",
    }[any(name in DAYS for name in changed), any(name not in DAYS for name in changed)]
    return template.format(organisation=_name(house))


def beside(firm: Answered, roadmap: Roadmap, advice: Advice) -> tuple[Fact, ...]:
    """What the adviser says about actions that are no step; of what is hidden, or gone, there is nothing to say."""
    told, steps = _comments(advice), {step.action for step in roadmap.steps}
    hidden = firm.instrument.hidden if isinstance(firm.instrument, Adapted) else frozenset()
    others = [name for name in told if name in firm.instrument.actions_by_id and name not in steps | hidden]
    return tuple(Fact(firm.instrument.actions_by_id[name].title, told[name]) for name in others)


def _comments(advice: Advice) -> dict[str, str]:
    return {action: cut(said, LONGEST_COMMENT) for action, said in advice.comments.items() if said.strip()}


def adviser(firm: Answered, house: House) -> str:
    """Whose words these are."""
    return firm.words.translations.gettext("Your adviser ({organisation})").format(organisation=_name(house))


def _name(house: House) -> str:
    """The organisation within a sentence, cut where it runs long."""
    return cut(" ".join(house.branding.sender.split()), LONGEST_NAME)


def offer(firm: Answered, house: House) -> Fact | None:
    """The organisation's line about itself."""
    if not house.offer.strip():
        return None
    _ = firm.words.translations.gettext
    return Fact(_("Offered by {organisation}").format(organisation=_name(house)), cut(house.offer, LONGEST_OFFER))


def order(firm: Answered, roadmap: Roadmap, advice: Advice) -> str:
    """That steps come first because the adviser put them there; "" where the firm decided, or nobody did."""
    steps = {step.action for step in roadmap.steps}
    first = [action for action in advice.order if action in steps]
    if not first or roadmap.choices.order != advice.order:
        return ""
    return firm.words.translations.gettext("Your adviser put these first: {titles}.").format(
        titles=firm.words.some([firm.instrument.actions_by_id[action].title for action in first])
    )


def adapted(firm: Answered, roadmap: Roadmap, house: House, advice: Advice) -> Iterator[str]:
    """What the organisation changed about plans: what it left out, estimated, added, and what it reckons with."""
    _, ngettext, name = firm.words.translations.gettext, firm.words.translations.ngettext, _name(house)
    hidden, changed, own = _by_kind(firm)
    if hidden:
        template = ngettext(
            "{organisation} plans without {n} action of the questionnaire: {titles}.",
            "{organisation} plans without {n} actions of the questionnaire: {titles}.",
            len(hidden),
        )
        yield _titled(firm, template, hidden, name)
    if changed:
        template = ngettext(
            "{organisation} estimates days or costs of {n} action itself: {titles}.",
            "{organisation} estimates days or costs of {n} actions itself: {titles}.",
            len(changed),
        )
        yield _titled(firm, template, changed, name)
    if own:
        template = ngettext(
            "{organisation} added {n} action of its own: {titles}.",
            "{organisation} added {n} actions of its own: {titles}.",
            len(own),
        )
        yield _titled(firm, template, own, name)
    if roadmap.steps and house.day_rate is not None and roadmap.day_rate == house.day_rate:
        rate = firm.words.exact_money(house.day_rate)
        yield _("An own working day counts {rate} when steps are chosen, as {organisation} sets it.").format(
            rate=rate, organisation=name
        )
    if told := order(firm, roadmap, advice):
        yield told


def _by_kind(firm: Answered) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    if not isinstance(firm.instrument, Adapted):
        return (), (), ()
    found = firm.instrument.adaptation
    changed = [name for name, demands in found.changed.items() if demands.given and name not in found.hidden]
    return found.hidden, changed, [own.id for own in found.own]


def _titled(firm: Answered, template: str, actions: Sequence[str], name: str) -> str:
    titles = [firm.instrument.actions_by_id[action].title for action in actions]
    return template.format(organisation=name, n=firm.words.number(len(titles)), titles=firm.words.apart(titles))
