"""What a plan is made for: the time and money it keeps within, what counts double in it, and the way it opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.firm.answered import NOTICEABLE, Answered
from reports.firm.answers import shown_number
from reports.firm.marked import MARKED
from reports.firm.values import ActionCard
from reports.firm.wording import Words
from scoring.instrument import MultipleQuestion, Steer
from scoring.roadmap import PHASES, Roadmap, RoadmapChoices
from scoring.roadmap.way import Way
from scoring.scores import points_to_next


def made_for(firm: Answered, roadmap: Roadmap) -> str:
    """The time and money that the plan keeps within; "" where there is nothing to plan."""
    if not _has_choice(roadmap):
        return ""
    words, _ = firm.words, firm.words.translations.gettext
    template = {
        (True, True): _("This plan is made for {days} of your own time a month and {budget} over {n} months."),
        (True, False): _("This plan is made for {days} of your own time a month and no money."),
        (False, True): _("This plan is made for {budget} over {n} months and none of your own time."),
        (False, False): _("This plan is made for no money and none of your own time."),
    }[roadmap.days_per_month > 0, roadmap.budget > 0]
    return template.format(
        days=words.exact_days(roadmap.days_per_month),
        budget=words.exact_money(roadmap.budget),
        n=words.number(PHASES[-1][1]),
    )


def steering(firm: Answered, roadmap: Roadmap, advised: str = "") -> tuple[str, ...]:
    """What the firm set itself or was ``advised``, then what its answers do to the plan; nothing where there is nothing
    to plan."""
    if not _has_choice(roadmap):
        return ()
    told = (steer.because for steer in roadmap.steering)
    return (*_own_choices(firm, roadmap.choices), *([advised] if advised else []), *told, *_what_is_left(firm, roadmap))


def _has_choice(roadmap: Roadmap) -> bool:
    """Whether there are steps, or actions that more time or money would make steps."""
    helpful = (out for out in roadmap.left_out if out.gain >= NOTICEABLE and out.kind not in (*MARKED, "hidden"))
    return bool(roadmap.steps) or any(helpful)


def _own_choices(firm: Answered, choices: RoadmapChoices) -> Iterator[str]:
    _ = firm.words.translations.gettext
    means = choices.days_per_month is not None, choices.budget is not None
    if any(means):
        yield {
            (True, True): _("You set both the time and the money yourself."),
            (True, False): _("You set the time yourself."),
            (False, True): _("You set the money yourself."),
        }[means]
    for one in firm.instrument.dimensions:
        if one.id == choices.priority:
            yield _("You put “{part}” first, so its points count double.").format(part=one.title)


def _what_is_left(firm: Answered, roadmap: Roadmap) -> Iterator[str]:
    """What answers still do to the plan where the firm's own choice replaces the rest."""
    for steer in roadmap.overruled:
        question = firm.instrument.questions[steer.question]
        answer = firm.words.answer(question, [steer.option] if isinstance(question, MultipleQuestion) else steer.option)
        yield from (template.format(answer=answer) for template in _still(firm, steer, roadmap.choices))


def _still(firm: Answered, steer: Steer, choices: RoadmapChoices) -> Iterator[str]:
    _, known = firm.words.translations.gettext, {one.id for one in firm.instrument.dimensions}
    if (steer.dimensions or steer.actions) and choices.priority not in known:
        yield _("You answered “{answer}”, so steps that help with it count double.")
    if steer.days < 1 and choices.days_per_month is None:
        yield _("You answered “{answer}”, so the plan takes less time than is usual for your size.")
    if steer.budget < 1 and choices.budget is None:
        yield _("You answered “{answer}”, so the plan spends less than is usual for your size.")


def notes(roadmap: Roadmap, action: str) -> tuple[str, ...]:
    """The help that the firm said it would use, where an action can do with it; its own choices leave that as it is."""
    steers = (*roadmap.steering, *roadmap.overruled)
    return tuple(dict.fromkeys(steer.note for steer in steers if action in steer.note_on))


def way(firm: Answered, roadmap: Roadmap, cards: Sequence[ActionCard]) -> str:
    """The way to the next level; "" where there is none to go, or nothing to go it by.

    Within the plan, its steps by number; where it leaves the plan, of how many actions: ``way_actions`` lists them.
    """
    if roadmap.way is None:
        return ""
    level = firm.instrument.levels[roadmap.way.level].title
    if not roadmap.way.reached:
        return _too_far(firm, roadmap, level) if cards else ""
    if not roadmap.way.steps:
        template = firm.words.translations.gettext("What you marked as done is enough for “{level}”: assess again.")
        return template.format(level=level)
    inside = {card.id for card in cards} >= set(roadmap.way.steps)
    if roadmap.way.found == "plan":
        return _by_steps(firm.words, roadmap.way, cards, level)
    return (_by_numbers if inside else _partly_outside)(firm.words, roadmap.way, cards, level)


def _by_numbers(words: Words, found: Way, cards: Sequence[ActionCard], level: str) -> str:
    """Steps of this plan that are a way, of all that the actions allow."""
    ngettext = words.translations.ngettext
    numbers = [card.number for card in cards if card.id in found.steps]
    template = ngettext(
        "The cheapest way to “{level}”: step {steps}, which takes {effort}.",
        "The cheapest way to “{level}”: steps {steps}, which take {effort}.",
        len(numbers),
    )
    if found.found == "greedy":
        template = ngettext(
            "The cheapest way to “{level}” that we found: step {steps}, which takes {effort}.",
            "The cheapest way to “{level}” that we found: steps {steps}, which take {effort}.",
            len(numbers),
        )
    return template.format(level=level, steps=words.numbers(numbers), effort=_effort(words, found))


def _partly_outside(words: Words, found: Way, cards: Sequence[ActionCard], level: str) -> str:
    """A way that leaves the plan: how many actions it takes, and how many of them are steps."""
    _, ngettext = words.translations.gettext, words.translations.ngettext
    n, inside = len(found.steps), len({card.id for card in cards} & set(found.steps))
    template = ngettext(
        "The cheapest way to “{level}” takes {effort}: {n} action, {inside}.",
        "The cheapest way to “{level}” takes {effort}: {n} actions, {inside}.",
        n,
    )
    if found.found == "greedy":
        template = ngettext(
            "The cheapest way to “{level}” that we found takes {effort}: {n} action, {inside}.",
            "The cheapest way to “{level}” that we found takes {effort}: {n} actions, {inside}.",
            n,
        )
    shown = _("of which {inside} in this plan").format(inside=words.number(inside)) if inside else _("not in this plan")
    return template.format(level=level, effort=_effort(words, found), n=words.number(n), inside=shown)


def way_actions(firm: Answered, roadmap: Roadmap, cards: Sequence[ActionCard]) -> tuple[str, ...]:
    """The actions of a way that leaves the plan, by title, and which of them are steps; else nothing to list."""
    found, numbers = roadmap.way, {card.id: card.number for card in cards}
    if found is None or not found.reached or found.found == "plan" or numbers.keys() >= set(found.steps):
        return ()
    return tuple(_named(firm, action, numbers.get(action)) for action in found.steps)


def _named(firm: Answered, action: str, number: int | None) -> str:
    _, title = firm.words.translations.gettext, firm.instrument.actions_by_id[action].title
    if number is None:
        return _("{title} (not in this plan)").format(title=title)
    return _("{title} (step {number})").format(title=title, number=firm.words.number(number))


def _by_steps(words: Words, found: Way, cards: Sequence[ActionCard], level: str) -> str:
    _, ngettext = words.translations.gettext, words.translations.ngettext
    numbers = [card.number for card in cards if card.id in found.steps]
    template = ngettext(
        "The shortest way to “{level}” that we found within this plan: step {steps}, which takes {effort}.",
        "The shortest way to “{level}” that we found within this plan: steps {steps}, which take {effort}.",
        len(numbers),
    )
    if 1 < len(numbers) == len(cards):
        template = _("The way to “{level}” takes every step of this plan: {effort}.")
    return template.format(level=level, steps=words.numbers(numbers), effort=_effort(words, found))


def _effort(words: Words, found: Way) -> str:
    """Time and money as they are shown: what rounds to nothing is said to be none. The money runs to the plan's end."""
    _ = words.translations.gettext
    days, cost = words.days((found.own_days,) * 2), words.money((found.cost,) * 2)
    template = {
        (True, True): _("about {days} of your own time and {cost} over {n} months"),
        (True, False): _("about {days} of your own time and no money"),
        (False, True): _("about {cost} over {n} months and none of your own time"),
        (False, False): _("hardly any time and no money"),
    }[days != words.days((0, 0)), cost != words.money((0, 0))]
    return template.format(days=days, cost=cost, n=words.number(PHASES[-1][1]))


def _too_far(firm: Answered, roadmap: Roadmap, level: str) -> str:
    _, ngettext, words = firm.words.translations.gettext, firm.words.translations.ngettext, firm.words
    if roadmap.way is not None and roadmap.way.found != "plan":
        return _out_of_reach(firm, roadmap.way, level)
    missing = None if roadmap.expected is None else points_to_next(firm.instrument, roadmap.expected)
    if roadmap.expected is None or missing is None:
        return _("The whole plan does not reach “{level}”.").format(level=level)
    template = ngettext(
        "The whole plan does not reach “{level}”: it leads to about {expected}, and {n} point is still missing.",
        "The whole plan does not reach “{level}”: it leads to about {expected}, and {n} points are still missing.",
        missing,
    )
    return template.format(level=level, expected=shown_number(firm, roadmap.expected), n=words.number(missing))


def _out_of_reach(firm: Answered, found: Way, level: str) -> str:
    _ = firm.words.translations.gettext
    if found.find_out:
        return _(
            "Even all that fits your firm does not reach “{level}” by what you answered: first find out what you left"
            " open or did not know."
        ).format(level=level)
    return _("Even all that fits your firm does not reach “{level}”.").format(level=level)
