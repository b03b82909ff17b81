"""The fixed words of a portfolio report: headings, column heads and captions, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True)
class Labels:
    """Fixed words by what they name; page, workbook and PDF use the same ones."""

    kind: str
    contents: str
    prepared_by: str
    page: str
    """Takes {page} and {pages}."""
    summary: str
    overall: str
    levels: str
    level: str
    clients: str
    n: str
    dimensions: str
    dimension: str
    spread_text: str
    mean: str
    median: str
    middle: str
    ends: str
    workshops: str
    workshop: str
    needed_by: str
    each: str
    each_of: str
    """Takes {n}, how many of how many need it, and {points} that it brings each."""
    lifts: str
    owner: str
    who: str
    calls: str
    counted: str
    """Takes {title} and {n}, what a list is and how many are on it."""
    client: str
    why: str
    heat: str
    distribution: str
    stretch: str
    distribution_text: str
    change: str
    progress: str
    progress_chart: str
    progress_chart_text: str
    before: str
    after: str
    method: str
    unshown: str
    """Takes {mark} and {characters}."""


def labels(translations: NullTranslations) -> Labels:
    """The words in the language of ``translations``."""
    _ = translations.gettext
    return Labels(
        kind=_("Portfolio report"),
        contents=_("In this report"),
        prepared_by=_("Prepared by"),
        page=_("Page {page} of {pages}"),
        summary=_("On one page"),
        overall=_("Overall"),
        levels=_("Clients at each level"),
        level=_("Level"),
        clients=_("Clients"),
        n=_("n"),
        dimensions=_("The parts of the score"),
        dimension=_("Part"),
        spread_text=_(
            "The thin line runs from the lowest to the highest score, the box holds the middle half of the clients, the"
            " stroke in it is the median and the dot the mean. Where a part has fewer than five scores, each is a dot."
        ),
        mean=_("Mean"),
        median=_("Median"),
        middle=_("Middle half"),
        ends=_("Lowest to highest"),
        workshops=_("What would bring most"),
        workshop=_("As a workshop for many"),
        needed_by=_("Needed by"),
        each=_("Points each"),
        each_of=_("{n}, {points} points each"),
        lifts=_("Improves"),
        owner=_("Who should come"),
        who=_("Clients"),
        calls=_("Whom to call"),
        counted=_("{title}: {n}"),
        client=_("Client"),
        why=_("Why"),
        heat=_("Client by client"),
        distribution=_("Where all clients stand"),
        stretch=_("Stretch of the scale"),
        distribution_text=_("How many clients stand in each stretch of the scale; the more, the darker."),
        change=_("Change"),
        progress=_("What has changed"),
        progress_chart=_("Mean change of the overall score"),
        progress_chart_text=_(
            "The dot is the mean change of the same clients from one assessment to the other, the line its 95 %"
            " interval. The dotted line stands where nothing has changed."
        ),
        before=_("Then"),
        after=_("Now"),
        method=_("How these figures are made, and their limits"),
        unshown=_(
            "Some characters of names or notes could not be printed with the fonts at hand and are shown as {mark}:"
            " {characters}."
        ),
    )
