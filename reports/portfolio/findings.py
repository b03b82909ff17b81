"""What a portfolio shows, in sentences computed from its figures, each with how many clients it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.firm.values import Fact
from reports.portfolio.progress import mean_change
from reports.portfolio.spread import between
from reports.portfolio.told import Told
from reports.portfolio.values import LevelCount, Spread, Workshop

MANY = 10
"""From so many clients on the places between dimensions are worth a sentence: of fewer, chance decides."""
BEGUN = ("begun", "stalled")
"""States of a client that has answered something and not handed in."""
STEPS = 2
"""So many changes from a stage to the next are told among the findings."""


def headline(told: Told) -> str:
    """How many clients it is about, and where they are on average."""
    ngettext, _, n = told.words.translations.ngettext, told.words.translations.gettext, told.words.number
    clients, scored = told.covered.clients, int(told.scored.sum())
    if not clients:
        return _("No client fits the filters.")
    if not scored:
        return ngettext(
            "None of {n} client has an overall score yet.", "None of {n} clients has an overall score yet.", clients
        ).format(n=n(clients))
    template = ngettext(
        "{n} of {clients} clients has an overall score: {mean} of {full}.",
        "{n} of {clients} clients have an overall score; the mean is {mean} of {full}.",
        scored,
    )
    mean, full = float(told.overall[told.scored].mean()), told.maximum("overall")
    return template.format(n=n(scored), clients=n(clients), mean=told.mean(mean), full=n(full))


def findings(
    told: Told, levels: Sequence[LevelCount], overall: Spread, dimensions: Sequence[Spread], found: Sequence[Workshop]
) -> tuple[str, ...]:
    """The sentences that these figures bear; where a figure is missing, so is its sentence."""
    return tuple(
        sentence
        for sentence in (
            _most_stand(told, levels),
            _below(told, levels),
            _middle(told, overall),
            *_ends(told, dimensions),
            _widest(told, dimensions),
            _needed(told, found),
            *_changed(told),
            _waiting(told),
        )
        if sentence
    )


def _most_stand(told: Told, levels: Sequence[LevelCount]) -> str:
    """The level at which most clients stand, where it is one."""
    placed = sum(level.n for level in levels)
    most = max(levels, key=lambda level: level.n)
    if placed < 2 or [level.n for level in levels].count(most.n) > 1:
        return ""
    template = told.words.translations.gettext("The largest group, {n} of {total}, is at “{level}”.")
    return template.format(n=told.words.number(most.n), total=told.words.number(placed), level=most.title)


def _below(told: Told, levels: Sequence[LevelCount]) -> str:
    """How many are below the level that the instrument names as the one to reach."""
    baseline = next(place for place, one in enumerate(told.instrument.levels) if one.id == told.instrument.baseline)
    placed, below = sum(level.n for level in levels), sum(level.n for level in levels[:baseline])
    if placed < 2:
        return ""
    template = told.words.translations.ngettext(
        "{n} of {total} is still below “{level}”.", "{n} of {total} are still below “{level}”.", below
    )
    level = levels[baseline].title
    return template.format(n=told.words.number(below), total=told.words.number(placed), level=level)


def _middle(told: Told, overall: Spread) -> str:
    if overall.low is None or overall.high is None:
        return ""
    template = told.words.translations.gettext(
        "The middle half of the overall scores lies between {low} and {high}, the median is {median} (n = {n})."
    )
    return template.format(
        low=told.mean(overall.low), high=told.mean(overall.high), median=overall.median_shown, n=overall.n_shown
    )


def _ends(told: Told, dimensions: Sequence[Spread]) -> Iterator[str]:
    """Where clients are furthest and least far on average, where all parts are measured alike."""
    known = [one for one in dimensions if one.mean is not None and one.n >= MANY]
    if not told.on_one_scale or len(known) < 2:
        return
    ranked = sorted(known, key=lambda one: -(one.mean or 0.0))
    template = told.words.translations.gettext(
        "They are furthest in “{first}” (mean {high}, n = {n}) and least far in “{last}” (mean {low}, n = {m})."
    )
    first, last = ranked[0], ranked[-1]
    yield template.format(
        first=first.title, high=first.mean_shown, n=first.n_shown, last=last.title, low=last.mean_shown, m=last.n_shown
    )


def _widest(told: Told, dimensions: Sequence[Spread]) -> str:
    """Where they differ most."""
    known = [one for one in dimensions if one.low is not None and one.high is not None and one.n >= MANY]
    if not told.on_one_scale or len(known) < 2:
        return ""
    widest = max(known, key=lambda one: (one.high or 0.0) - (one.low or 0.0))
    template = told.words.translations.gettext(
        "They differ most in “{part}”: the middle half lies between {low} and {high} (n = {n})."
    )
    low, high = told.mean(widest.low or 0.0), told.mean(widest.high or 0.0)
    return template.format(part=widest.title, low=low, high=high, n=widest.n_shown)


def _needed(told: Told, found: Sequence[Workshop]) -> str:
    if not found:
        return ""
    template = told.words.translations.gettext(
        "A workshop on “{action}” would bring most: to {n} of {total}, {points} points each on average."
    )
    n, total = told.words.number(found[0].n), told.words.number(len(told.portfolio))
    return template.format(action=found[0].title, n=n, total=total, points=found[0].each)


def _changed(told: Told) -> list[str]:
    """Of the first two steps from a stage to the next; how it went from the first to the last stands further on."""
    steps = [paired for paired in told.portfolio.paired if _follow(paired.first, paired.second)]
    return [mean_change(told, paired) for paired in steps[:STEPS]]


def _follow(first: str, second: str) -> bool:
    return int(second.removeprefix("T")) - int(first.removeprefix("T")) == 1


def _waiting(told: Told) -> str:
    """Those of whom nothing else here can speak."""
    ngettext, n = told.words.translations.ngettext, told.words.number
    missing = told.covered.clients - len(told.portfolio)
    begun = sum(one.state in BEGUN and not one.has_result for one in told.covered.waiting)
    if missing <= 0:
        return ""
    told_missing = ngettext(
        "{n} client has no result by this questionnaire yet", "{n} clients have no result by this questionnaire yet",
        missing,
    )  # fmt: skip
    template = told.words.translations.gettext("{missing}; {begun} of them began and did not finish.")
    if not begun:
        template = told.words.translations.gettext("{missing}.")
    return template.format(missing=told_missing.format(n=n(missing)), begun=n(begun))


def strip(told: Told, overall: Spread) -> tuple[Fact, ...]:
    """The figures that a reader looks for first."""
    _, n = told.words.translations.gettext, told.words.number
    shown = [
        Fact(_("Clients"), n(told.covered.clients)),
        Fact(_("With a result"), n(len(told.portfolio))),
        Fact(_("Mean of the overall score"), overall.mean_shown),
    ]
    if overall.low is not None and overall.high is not None:
        shown.append(Fact(_("Middle half"), between(told, overall.low, overall.high, "overall")))
    return tuple(shown)
