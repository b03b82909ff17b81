"""What the plan means for those who work in the firm: what they learn, and what they get used to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.firm.answered import Answered
from reports.firm.values import ActionCard, Fact, People
from scoring.roadmap import Roadmap


def people(firm: Answered, roadmap: Roadmap, cards: Sequence[ActionCard]) -> People | None:
    """None without a plan: there is then nothing that would change for anybody."""
    if not cards:
        return None
    levels = {action.id: action.level for action in firm.instrument.actions}
    personal = [card for card in cards if levels[card.id] == "individual"]
    return People(
        lead=_lead(firm, cards, personal),
        learns=tuple(Fact(card.title, _learnt(firm, card)) for card in personal),
        no_learns="" if personal else _no_learns(firm, roadmap, levels),
    )


def _lead(firm: Answered, cards: Sequence[ActionCard], personal: Sequence[ActionCard]) -> str:
    words, ngettext = firm.words, firm.words.translations.ngettext
    if not personal:
        return ""
    low, high = (sum(card.demand.own_days[end] for card in personal) for end in (0, 1))
    if len(personal) == len(cards):
        template = words.translations.gettext(
            "All of your plan changes what people know and do, rather than what stands on the desk. It takes {days} of"
            " your own time."
        )
        return template.format(days=words.days((low, high)))
    template = ngettext(
        "{n} of the {all} steps changes what people know and do, rather than what stands on the desk. It takes {days}"
        " of your own time.",
        "{n} of the {all} steps change what people know and do, rather than what stands on the desk. They take {days}"
        " of your own time.",
        len(personal),
    )
    return template.format(n=words.number(len(personal)), all=words.number(len(cards)), days=words.days((low, high)))


def _learnt(firm: Answered, card: ActionCard) -> str:
    """When it comes, and which answer it starts from."""
    template = firm.words.translations.gettext("{when}, step {number}. {because}")
    because = card.because[0] if card.because else card.summary
    return template.format(number=firm.words.number(card.number), when=card.when, because=because)


def _no_learns(firm: Answered, roadmap: Roadmap, levels: Mapping[str, str]) -> str:
    """Why nothing is to be learnt: it is there already, or other steps come first."""
    _ = firm.words.translations.gettext
    known = [out for out in roadmap.left_out if levels[out.action] == "individual"]
    in_place = [out for out in known if out.kind in ("in_place", "done")]
    if known and len(in_place) == len(known):
        return _("What people need to know and be wary of is in place, by your answers.")
    titles = {action.id: action.title for action in firm.instrument.actions}
    waiting = [titles[out.action] for out in known if out.kind in ("no_room", "over_budget", "covered")]
    if waiting:
        return _("Other steps come first. What people could learn next: {actions}").format(
            actions=firm.words.some(waiting)
        )
    return _("No step of this plan asks people to learn something new.")
