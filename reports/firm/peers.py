"""How a firm stands beside those that answered: its place in words, and where they lie in each part of its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reports.firm.answered import Answered
from reports.firm.standing import size_title
from reports.firm.values import DimensionLine, PeersSpan
from reports.firm.wording import Words
from scoring.comparable import common_core
from scoring.messages import N_
from scoring.peers import Kind, PeerGroup, Place, finest, peer_group, place
from scoring.release.model import OTHER, OVERALL, Figure, Release, Summary
from scoring.trades import SECTIONS

LEAST_FIRMS = 11
"""Firms that a comparison needs where no release says otherwise; the tenth of them could still be recognised."""

STANDS: dict[tuple[Kind, int], str] = {
    ("half", 1): N_("Your score is in the lower half of the firms compared."),
    ("half", 2): N_("Your score is in the upper half of the firms compared."),
    ("quarter", 1): N_("Your score is in the lowest quarter of the firms compared."),
    ("quarter", 2): N_("Your score is in the second-lowest quarter of the firms compared."),
    ("quarter", 3): N_("Your score is in the second-highest quarter of the firms compared."),
    ("quarter", 4): N_("Your score is in the highest quarter of the firms compared."),
    ("tenth", 1): N_("Your score is in the lowest tenth of the firms compared."),
    ("tenth", 2): N_("Your score is in the second-lowest tenth of the firms compared."),
    ("tenth", 3): N_("Your score is in the third-lowest tenth of the firms compared."),
    ("tenth", 4): N_("Your score is in the fourth-lowest tenth of the firms compared."),
    ("tenth", 5): N_("Your score is in the tenth just below the middle of the firms compared."),
    ("tenth", 6): N_("Your score is in the tenth just above the middle of the firms compared."),
    ("tenth", 7): N_("Your score is in the fourth-highest tenth of the firms compared."),
    ("tenth", 8): N_("Your score is in the third-highest tenth of the firms compared."),
    ("tenth", 9): N_("Your score is in the second-highest tenth of the firms compared."),
    ("tenth", 10): N_("Your score is in the highest tenth of the firms compared."),
}
"""Kind and part → the place in words."""

ON_BORDER: dict[Kind, str] = {
    "half": N_("Your score is right in the middle of the firms compared: about as many score lower as higher."),
    "quarter": N_(
        "Your score is on the border between two quarters of the firms compared: about {share} of them score lower."
    ),
    "tenth": N_(
        "Your score is on the border between two tenths of the firms compared: about {share} of them score lower."
    ),
}

SECTOR_GROUPS = {
    "B-E": N_("Manufacturing, energy and water"),
    "G-I": N_("Trade, transport and hospitality"),
    "J-N": N_("Information, finance and business services"),
    "O-U": N_("Public, social and personal services"),
    OTHER: N_("Other sectors"),
}
"""Groups of several sectors in words; those of one are called like it."""


@dataclass(frozen=True)
class Beside:
    """What is told of the peers: ``sentence``, or ``awaited`` where nothing is published; ``note`` on how the marks are
    to be read; a span by dimension."""

    sentence: str = ""
    awaited: str = ""
    note: str = ""
    limits: tuple[str, ...] = ()
    spans: Mapping[str, PeersSpan] = field(default_factory=dict)


def beside(firm: Answered, profile: Mapping[str, Any], releases: Sequence[Release]) -> Beside:
    """The place of the firm by the releases, the first of which is of its own campaign; ``profile``: in its terms.

    Raises ``ValueError`` for a release of another instrument.
    """
    if any(release.hash != firm.instrument.content_hash for release in releases):
        raise ValueError(f"a release is not of {firm.instrument.reference}")
    group = peer_group(releases, profile)
    if group is None:
        told = _too_few(firm.words, releases)
        return Beside(sentence=told) if releases else Beside(awaited=told)
    found = place(releases, profile, float(firm.scores.overall.iloc[firm.row]))
    _ = firm.words.translations.gettext
    limits = (*(found.limits if found else ()), common_core(firm.instrument))
    stands = _stands(firm.words, found) if found else _("Without an overall score you have no place among them.")
    summaries = {one.id: group.scores[one.id] for one in firm.instrument.dimensions if one.id in group.scores}
    return Beside(
        sentence=f"{stands} {_compared_with(firm.words, group)}",
        note=_note(firm.words, summaries),
        limits=tuple(limit.render(firm.words.translations) for limit in limits),
        spans={name: _span(firm.words, summary) for name, summary in summaries.items()},
    )


def with_spans(lines: Sequence[DimensionLine], beside: Beside) -> tuple[DimensionLine, ...]:
    """The dimensions with where the peers lie in each."""
    return tuple(replace(line, peers=beside.spans.get(line.id)) for line in lines)


def _too_few(words: Words, releases: Sequence[Release]) -> str:
    least = releases[0].least + 1 if releases else LEAST_FIRMS
    return words.translations.gettext("Fewer than {n} firms like yours so far; this fills in by itself.").format(
        n=words.number(least)
    )


def _stands(words: Words, found: Place) -> str:
    if found.kind == "mean":
        return _beside_the_mean(words, found)
    if found.low < found.high:
        return _between_parts(words, found)
    stands = words.translations.gettext(STANDS[found.kind, found.low])
    return stands if found.kind == "half" else f"{stands} {_share_below(words, found)}"


def _beside_the_mean(words: Words, found: Place) -> str:
    _ = words.translations.gettext
    template = _("Your score is about the mean of the firms compared, {mean}; among so few, no more can be told.")
    if found.high == 1:
        template = _("Your score is below the mean of the firms compared, {mean}; among so few, no more can be told.")
    if found.low == 2:
        template = _("Your score is above the mean of the firms compared, {mean}; among so few, no more can be told.")
    return template.format(mean=shown_figure(words, found.peers.scores[OVERALL].mean))


def _between_parts(words: Words, found: Place) -> str:
    """A score within the rounding of one border, or of several where many firms stand close together."""
    _ = words.translations.gettext
    border = found.peers.scores[OVERALL].quantiles[100 * found.low // found.parts]
    if found.high == found.low + 1 and not border.beyond:
        return _(ON_BORDER[found.kind]).format(share=words.percent(found.low / found.parts))
    return _(
        "The published figures leave open where exactly your score lies: between {low} and {high} of the firms compared"
        " score lower."
    ).format(low=words.percent((found.low - 1) / found.parts), high=words.percent(found.high / found.parts))


def _share_below(words: Words, found: Place) -> str:
    _ = words.translations.gettext
    template = _("About {low} to {high} of them score lower.")
    if found.low == 1:
        template = _("About {high} of them or fewer score lower.")
    if found.low == found.parts:
        template = _("About {low} of them or more score lower.")
    return template.format(
        low=words.percent((found.low - 1) / found.parts), high=words.percent(found.low / found.parts)
    )


def _compared_with(words: Words, group: PeerGroup) -> str:
    """How many firms of which group, campaign and date."""
    ngettext = words.translations.ngettext
    return ngettext(
        "Compared with about {n} responding firm, self-reported: {group} · “{campaign}”, {date}.",
        "Compared with about {n} responding firms, self-reported: {group} · “{campaign}”, {date}.",
        group.n,
    ).format(
        n=words.number(group.n), group=_group_title(words, group), campaign=group.campaign, date=words.date(group.date)
    )


def _group_title(words: Words, group: PeerGroup) -> str:
    titles = {"sector": _sector_title, "size": _size_group_title}
    shown = [
        group.titles.get(name) or titles[name](words, value)
        for name, value in zip(group.fields, group.group, strict=True)
    ]
    return " · ".join(shown) or words.translations.gettext("All firms")


def _sector_title(words: Words, group: str) -> str:
    return words.translations.gettext(SECTOR_GROUPS.get(group) or SECTIONS.get(group, group))


def _size_group_title(words: Words, group: str) -> str:
    return size_title(words, group) or words.translations.gettext("Other sizes")


def shown_figure(words: Words, figure: Figure) -> str:
    """A published figure; at its ends only that it lies beyond them."""
    _ = words.translations.gettext
    template = {"": "{points}", "low": _("≤ {points}"), "high": _("{points}+")}[figure.beyond]
    return template.format(points=words.number(figure.value))


def _span(words: Words, summary: Summary) -> PeersSpan:
    """The middle half of the peers where quartiles are published, else their middle, else their mean."""
    _ = words.translations.gettext
    kind = finest(summary)
    if {25, 75} <= summary.quantiles.keys() and kind in ("quarter", "tenth"):
        low, high = summary.quantiles[25], summary.quantiles[75]
        shown = _("{low} to {high}").format(low=shown_figure(words, low), high=shown_figure(words, high))
        return PeersSpan("half", float(low.value), float(high.value), shown)
    if kind == "mean":
        points, template = summary.mean, _("mean {points}")
    else:
        points, template = summary.quantiles[50], _("middle {points}")
    shown = template.format(points=shown_figure(words, points))
    return PeersSpan("mean" if kind == "mean" else "middle", float(points.value), float(points.value), shown)


def _note(words: Words, summaries: Mapping[str, Summary]) -> str:
    """How the marks under the bars are to be read: only those that there are."""
    _ = words.translations.gettext
    kinds = {_span(words, summary).kind for summary in summaries.values()}
    notes = {
        "half": _(
            "The line under a bar spans the middle half of the firms compared: a quarter of them scores lower, a"
            " quarter higher."
        ),
        "middle": _("A single stroke under a bar is the middle of the firms compared: half of them score lower."),
        "mean": _("A single stroke under a bar is the mean of the firms compared."),
    }
    return " ".join(note for kind, note in notes.items() if kind in kinds)
