"""The segment of a firm in words: which it is, how near the border, and why; else the typical firm it is most like."""

from __future__ import annotations

from collections.abc import Mapping

from reports.firm.answered import Answered
from reports.firm.verdicts import Place
from reports.firm.wording import Words, rounded_half_up
from scoring.instrument import Instrument
from scoring.segments.model import Segment, Segments
from scoring.segments.words import in_words

ONLY_JUST = 5.0
"""Points by which a firm may lie nearer to one segment or typical firm than to the next and still be much like both."""


def segment(firm: Answered, segments: Segments | None, found: Place) -> str:
    """Its place in the segments; where there are none, or they are typical firms, the one of these it is nearest to.

    "" where there is nothing to be placed in, or the firm cannot be laid beside typical firms.
    """
    if segments is None or segments.kind == "profiles":
        return _typical(firm, found)
    named = {one.id: one for one in in_words(segments.kind, segments.segments, firm.instrument)}
    tell = {"groups": _group, "continuum": _slice}[segments.kind]
    return " ".join(tell(firm.words, segments, named, found, firm.instrument))


def limits(firm: Answered, segments: Segments | None) -> tuple[str, ...]:
    """How the segments were found, and what they do not show; for typical firms, that there were too few to find any.

    Nothing where there are none.
    """
    if segments is None:
        return ()
    return tuple(message.render(firm.words.translations) for message in (segments.method, *segments.limits))


Named = Mapping[str, Segment]


def _group(words: Words, segments: Segments, named: Named, found: Place, instrument: Instrument) -> tuple[str, ...]:
    _ = words.translations.gettext
    intro = _("By their answers, {firms} fall into {k} distinct groups.").format(
        firms=_firms(words, segments), k=words.number(segments.k)
    )
    if found.segment is None:
        return intro, _("Too few of your parts have a score to place your firm in one of them.")
    own = named[found.segment]
    yours = _("Yours: “{name}”.").format(name=own.name.render(words.translations))
    described = (line.render(words.translations) for line in own.description)
    beyond = named[str(found.runner_up)].name.render(words.translations)
    border = _to_next(words, beyond, found.border)
    return intro, yours, *described, border, _deciding(words, found, instrument)


def _to_next(words: Words, beyond: str, border: float) -> str:
    """How far the border is: over all parts, so that it can be more than the 100 points that each of them has."""
    _, ngettext = words.translations.gettext, words.translations.ngettext
    points = rounded_half_up(border)
    if points == 0:
        template = _("Your firm lies on the border to “{name}” and is as much like the one as the other.")
    elif border < ONLY_JUST:
        template = ngettext(
            "All parts together, the border to “{name}” is only {points} point away: your firm is much like both.",
            "All parts together, the border to “{name}” is only {points} points away: your firm is much like both.",
            int(points),
        )
    else:
        template = ngettext(
            "All parts together, the border to “{name}” is {points} point away.",
            "All parts together, the border to “{name}” is {points} points away.",
            int(points),
        )
    return template.format(points=words.number(points), name=beyond)


def _deciding(words: Words, found: Place, instrument: Instrument) -> str:
    """The parts that set the firm apart from the next group or typical firm."""
    titles = {dimension.id: dimension.title for dimension in instrument.dimensions}
    parts = [titles[name] for name in found.deciding]
    if not parts:
        return ""
    return words.translations.gettext("What decides most: {parts}.").format(parts=words.apart(parts))


def _slice(words: Words, segments: Segments, named: Named, found: Place, _: Instrument) -> tuple[str, ...]:
    gettext = words.translations.gettext
    intro = gettext(
        "The answers of {firms} show no distinct groups. So they are cut into slices by their overall scores, which"
        " only say where a firm stands."
    ).format(firms=_firms(words, segments))
    if found.segment is None:
        return intro, gettext("Without an overall score your firm lies in none of them.")
    own = named[found.segment]
    yours = gettext("Yours: “{name}”.").format(name=own.name.render(words.translations))
    return intro, yours, own.description[0].render(words.translations), _to_next_slice(words, named, found)


def _to_next_slice(words: Words, named: Named, found: Place) -> str:
    """How far the nearest cut is, and on which side of the score."""
    gettext, ngettext = words.translations.gettext, words.translations.ngettext
    order = list(named)
    is_above = order.index(str(found.runner_up)) > order.index(str(found.segment))
    points = rounded_half_up(found.border)
    if points == 0 and is_above:
        return gettext("Your score lies right at the cut to the slice above.")
    if points == 0:
        return gettext("Your score lies right at the cut to the slice below.")
    template = ngettext(
        "The slice below ends {points} point under your score.",
        "The slice below ends {points} points under your score.",
        int(points),
    )
    if is_above:
        template = ngettext(
            "The slice above begins {points} point over your score.",
            "The slice above begins {points} points over your score.",
            int(points),
        )
    return template.format(points=words.number(points))


def _firms(words: Words, segments: Segments) -> str:
    """How many firms the segments were found in: about, where they are published."""
    ngettext = words.translations.ngettext
    n = segments.n_fitted
    template = ngettext("{n} responding firm", "{n} responding firms", n)
    if segments.diagnostics is None:
        template = ngettext("about {n} responding firm", "about {n} responding firms", n)
    return template.format(n=words.number(n))


def _typical(firm: Answered, found: Place) -> str:
    """The typical firm of the questionnaire that this one is most like, the border to the next, and what decides.

    "" where it cannot be placed.
    """
    profiles = {one.id: one for one in firm.instrument.reference_profiles}
    if len(profiles) < 2 or found.segment is None:
        return ""
    template = firm.words.translations.gettext(
        "Of the {n} typical firms described in this questionnaire, yours is closest to “{title}”: {description} These"
        " are sketches by the authors, not groups found in data."
    )
    nearest = profiles[found.segment]
    intro = template.format(n=firm.words.number(len(profiles)), title=nearest.title, description=nearest.description)
    border = _to_next(firm.words, profiles[str(found.runner_up)].title, found.border)
    return " ".join(filter(None, (intro, border, _deciding(firm.words, found, firm.instrument))))
