"""The fixed words of a firm's report: headings, column heads and captions, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import NullTranslations

from reports.firm.file_labels import FileLabels, file_labels


@dataclass(frozen=True)
class Labels:
    """Fixed words by what they name; page and PDF use the same ones."""

    kind: str
    contents: str
    summary: str
    where: str
    beside: str
    compared: str
    works: str
    gaps: str
    first_steps: str
    dimension: str
    dimensions: str
    dimension_chart: str
    dimension_chart_text: str
    dimension_chart_plain: str
    level_chart: str
    score: str
    level: str
    points: str
    here: str
    why: str
    why_lead: str
    progress: str
    before: str
    after: str
    change: str
    moved: str
    was_done: str
    question: str
    answer: str
    roadmap: str
    roadmap_lead: str
    running_days: str
    running_cost: str
    running_text: str
    timeline: str
    timeline_text: str
    people: str
    until: str
    pinup: str
    pinup_after: str
    """Takes {date}."""
    read_online: str
    number: str
    action: str
    actions: str
    when: str
    owner: str
    own_days: str
    outside_days: str
    cost: str
    cost_once: str
    cost_monthly: str
    gain: str
    because: str
    steps: str
    measure: str
    needs: str
    comment: str
    help: str
    offers: str
    grants: str
    done: str
    done_lead: str
    refused: str
    unplaced: str
    later: str
    later_lead: str
    contradictions: str
    find_out: str
    find_out_lead: str
    left_open: str
    left_open_lead: str
    method: str
    prepared_by: str
    page: str
    """Takes {page} and {pages}."""
    unshown: str
    """Takes {mark} and {characters}."""
    files: FileLabels


def labels(translations: NullTranslations) -> Labels:
    """The fixed words in the language of ``translations``."""
    _ = translations.gettext
    return Labels(
        kind=_("Digital readiness report"),
        contents=_("In this report"),
        summary=_("On one page"),
        where=_("Where you stand"),
        beside=_("Beside others"),
        compared=_("Others"),
        works=_("What works already"),
        gaps=_("The gaps that matter most"),
        first_steps=_("What to do first"),
        dimension=_("Part"),
        dimensions=_("The parts of your score"),
        dimension_chart=_("Score in each part"),
        dimension_chart_plain=_("One bar for each part."),
        dimension_chart_text=_("One bar for each part; the dotted lines are where a new level begins."),
        level_chart=_("Levels and where you stand"),
        score=_("Score"),
        level=_("Level"),
        points=_("Points"),
        here=_("You are here"),
        why=_("Why this score"),
        why_lead=_("Every question you were asked, what you answered, and the points it earns."),
        progress=_("Since last time"),
        before=_("Then"),
        after=_("Now"),
        change=_("Change"),
        moved=_("What moved your score"),
        was_done=_("Marked as done in between"),
        question=_("Question"),
        answer=_("Your answer"),
        roadmap=_("Your roadmap"),
        roadmap_lead=_("Each step follows from your answers. Steps that others build on come first."),
        timeline=_("Timeline"),
        timeline_text=_(
            "Bars show in which months a step runs; the four stretches are drawn equally wide. A line leads from a step"
            " to the one that builds on it."
        ),
        running_days=_("Days so far"),
        running_cost=_("Cost so far"),
        running_text=_(
            "So far: own days, and EUR over the whole plan, up to and with this step, at the middle of each range."
        ),
        people=_("What it means for people"),
        until=_("By when"),
        pinup=_("The first 90 days"),
        pinup_after=_("On {date}: look back together. What is done, what stands in the way, what comes next?"),
        read_online=_("Read it online"),
        number=_("No."),
        action=_("Step"),
        actions=_("Step by step"),
        when=_("When"),
        owner=_("Who"),
        own_days=_("Your own time"),
        outside_days=_("Outside help"),
        cost=_("Cost"),
        cost_once=_("Cost once"),
        cost_monthly=_("Cost a month"),
        gain=_("Brings"),
        because=_("Why for you"),
        steps=_("How"),
        measure=_("Done when"),
        needs=_("First comes"),
        comment=_("Your note"),
        help=_("Help for it"),
        offers=_("Help available"),
        grants=_("Grants"),
        done=_("Done"),
        done_lead=_(
            "You marked these as done, so they left the plan. The score moves when you answer again; the points are"
            " what may be expected then."
        ),
        refused=_("Not for you"),
        unplaced=_("Planned by you, without a place yet"),
        later=_("Not in this plan"),
        later_lead=_("These would help as well, but did not fit:"),
        contradictions=_("Answers that do not go together"),
        find_out=_("Still to find out"),
        find_out_lead=_(
            "You did not know these, but somebody does. Ask, then answer the questions again: score and plan follow."
        ),
        left_open=_("Left open"),
        left_open_lead=_("These have no answer yet, so nothing is concluded from them:"),
        method=_("How this score is made, and its limits"),
        prepared_by=_("Prepared by"),
        page=_("Page {page} of {pages}"),
        unshown=_(
            "Some characters of names or notes could not be printed with the fonts at hand and are shown as {mark}:"
            " {characters}."
        ),
        files=file_labels(translations),
    )
