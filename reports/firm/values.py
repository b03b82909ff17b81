"""What a firm's report holds: plain values in the firm's language, the only thing that page, PDF and files read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from reports.firm.labels import Labels

SOON = 3.0
"""Months in which a step must begin to stand on the page that is pinned up."""


@dataclass(frozen=True)
class Branding:
    """Under whose name a report goes out.

    ``accent``, ``second``: ``#rrggbb`` for headings and bars, and for what only decorates; one too light to be read on
    white is not used. ``logo``: a PNG as ``reports.logo.prepared`` makes it, or none.
    """

    organisation: str = ""
    accent: str = ""
    contact: str = ""
    second: str = ""
    logo: bytes = b""

    @property
    def sender(self) -> str:
        """Who hands the report out."""
        return self.organisation or "Waymark"


@dataclass(frozen=True)
class Fact:
    """A label and its value, for short lists."""

    label: str
    value: str


@dataclass(frozen=True)
class QuestionLine:
    """One question: its text, the answer in words, and points on the overall scale, as numbers and as shown.

    Where the overall score is no weighted mean, points are those of the question itself. ``state`` is the name of
    the question's ``State`` in lower case; ``note`` says in words what was left out. ``rows``: of a grid each row with
    what was answered for it; ``answer`` says the same on one line. ``steps``: numbers of the steps that improve it.
    """

    id: str
    text: str
    answer: str
    state: str
    points: float | None
    possible: float
    shown: str
    note: str
    rows: tuple[Fact, ...] = ()
    steps: tuple[int, ...] = ()


@dataclass(frozen=True)
class PeersSpan:
    """Where the peers lie in one dimension, on its scale, as published; ``shown`` says so in words.

    ``kind``: ``low`` to ``high`` is their middle half, or both are their middle, or their mean.
    """

    kind: Literal["half", "middle", "mean"]
    low: float
    high: float
    shown: str


@dataclass(frozen=True)
class DimensionLine:
    """One dimension. ``score`` None: not enough answered or not applicable; ``shown`` is what is displayed for it.

    ``maximum`` is the end of its scale: 100 for means and minima, else the most points or items there are.
    ``sentence`` says where the points come from and where they are missing; ``left_out`` what did not count; ``lift``
    which steps of the plan would lift it, or that none does. ``peers``: where the firms compared lie, if published.
    """

    id: str
    title: str
    short: str
    description: str
    score: float | None
    shown: str
    level: str
    sentence: str
    questions: tuple[QuestionLine, ...]
    left_out: str = ""
    maximum: float = 100.0
    peers: PeersSpan | None = None
    lift: str = ""


@dataclass(frozen=True)
class LevelLine:
    """One level and the stretch of the overall scale it covers; ``current`` where the firm stands."""

    title: str
    meaning: str
    start: float
    end: float
    range_shown: str
    current: bool


@dataclass(frozen=True)
class Finding:
    """Something that works, or a gap: ``title`` is the question, ``text`` says in a sentence what the answer means.

    ``points``: earned where it works, still to gain where it is a gap. ``action``: number of the step that helps most.
    ``brief``: the same where space is short; "" where it is short enough.
    """

    dimension: str
    title: str
    text: str
    points: float
    question: str = ""
    action: int | None = None
    brief: str = ""


@dataclass(frozen=True)
class Demand:
    """What a step takes, as numbers for sheets: (low, high) of working days, and of EUR, once and a month."""

    own_days: tuple[float, float]
    outside_days: tuple[float, float]
    cost_once: tuple[float, float]
    cost_monthly: tuple[float, float]


@dataclass(frozen=True)
class HelpOffer:
    """Help that a body's directory names for a step. ``shown``: all of it in one line, as paper tells it; ``name``,
    with ``until`` behind it where it ends, is what a page links by ``link`` ("" where there is none)."""

    name: str
    until: str
    link: str
    shown: str


@dataclass(frozen=True)
class ActionCard:
    """One step of the roadmap, in words. ``number`` counts from 1 in the order of the plan."""

    id: str
    number: int
    title: str
    summary: str
    because: tuple[str, ...]
    steps: tuple[str, ...]
    owner: str
    measure: str
    when: str
    phase: int
    start: float
    end: float
    gain: float
    gain_shown: str
    start_date: datetime.date
    end_date: datetime.date
    """The day by which the step is done, counted from the date of the report."""
    due_shown: str
    own_days: str
    outside_days: str
    cost_once: str
    cost_monthly: str
    cost: str
    """Both together, each on its own line, without what costs nothing."""
    demand: Demand
    running_days: str
    running_cost: str
    needs: tuple[str, ...]
    """Titles of the actions that come first."""
    needs_shown: str
    """The same as one phrase, each title with its number in the plan."""
    after: tuple[int, ...]
    """Numbers of the steps of this plan that come first."""
    grant_note: str
    comment: str
    status: Literal["", "planned"] = ""
    """What the firm marked; a step that it marked as done, or as not for it, is no step of the plan any more."""
    status_shown: str = ""
    notes: tuple[str, ...] = ()
    """Help that the firm said it would use, where this step can do with it."""
    origin: str = ""
    """That it is an offer of the organisation that hands the report out, or which estimates are that organisation's."""
    advice: Fact | None = None
    """What an adviser says about it, labelled as such."""
    offers: tuple[HelpOffer, ...] = ()
    """Help for this step that is available to this firm."""


@dataclass(frozen=True)
class MarkedAction:
    """An action that the firm marked and that is no step of the plan. ``gain_shown``: points it would bring, or "".

    ``reason``: why it is not, where the mark itself does not say so.
    """

    id: str
    title: str
    comment: str
    gain_shown: str
    reason: str = ""


@dataclass(frozen=True)
class Phase:
    """A stretch of the plan: ``title`` names it, ``span`` is its first and last month."""

    title: str
    start: int
    end: int
    actions: tuple[ActionCard, ...]
    span: str = ""


@dataclass(frozen=True)
class People:
    """What the plan changes for those who work in the firm.

    ``lead``: how many steps are about people, and what they take. ``learns``: what people learn or get used to, with
    when and why. ``no_learns`` is said where the plan has none of it.
    """

    lead: str
    learns: tuple[Fact, ...]
    no_learns: str = ""


@dataclass(frozen=True)
class AskItem:
    """One thing to ask: ``text`` is the question to put to someone, ``about`` the one that it lets the firm answer."""

    question: str
    text: str
    about: str


@dataclass(frozen=True)
class AskGroup:
    """What one person can tell. ``who``: id of an adviser, "" for what the firm finds out by itself.

    ``lead`` reads well at the head of an e-mail to that person.
    """

    who: str
    title: str
    lead: str
    items: tuple[AskItem, ...]


@dataclass(frozen=True)
class ChangeLine:
    """A score then and now as shown, and the change between them; the three never contradict each other.

    ``before``, ``after`` say in words where there was no score; ``change`` is "" then.
    """

    title: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class ProgressPart:
    """What changed since the assessment before.

    ``overall``: None where one of the two has no overall score. ``parts``: questions whose answer moved the score,
    most points first, their points with a sign; the last line adds up the many small ones. ``rest``: points that came
    from what applies or was answered; "" where there is nothing to split. ``done``: what had been marked as done.
    """

    lead: str
    overall: ChangeLine | None
    lines: tuple[ChangeLine, ...]
    parts: tuple[Fact, ...]
    rest: str
    done: tuple[str, ...]
    caution: str


@dataclass(frozen=True)
class FirmReport:
    """Everything a firm is told, in its language, as plain values.

    ``firm`` is "" where no name was given; ``title`` always reads well. ``date_shown`` and all other ``shown`` texts
    are formatted for the locale. ``overall`` is None where too little was answered; ``overall_shown`` then says so
    in words. ``to_next``, ``expected``, ``no_gaps`` … are "" where they do not apply.
    """

    firm: str
    title: str
    date: datetime.date
    date_shown: str
    stage: str
    language: str
    branding: Branding
    instrument: str
    facts: tuple[Fact, ...]
    overall: float | None
    overall_shown: str
    overall_of: str
    """What the overall score counts: "of 100 points"."""
    level: str
    level_meaning: str
    to_next: str
    answered: str
    headline: str
    levels: tuple[LevelLine, ...]
    dimensions: tuple[DimensionLine, ...]
    scale_note: str
    """What the points of single questions add up to."""
    works: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    no_works: str
    """Said in place of ``works`` where there is none."""
    no_gaps: str
    contradictions: tuple[str, ...]
    phases: tuple[Phase, ...]
    no_actions: str
    later: tuple[Fact, ...]
    totals: tuple[Fact, ...]
    expected: str
    method: tuple[str, ...]
    labels: Labels
    stability: str = ""
    """Whether the level would change if the weights were a little different."""
    segment: str = ""
    """Its segment, how near the border it is and why; else the typical firm that it is most like."""
    peers: str = ""
    """Its place among the firms that answered, or that too few of its kind are published; "" without a release."""
    peers_awaited: str = ""
    """Without a release: that there will be a place. For the results page, which changes; paper does not."""
    peers_note: str = ""
    """How to read where those firms lie in each dimension."""
    official: str = ""
    """The official figure for firms of this size in this country, with its source."""
    way: str = ""
    """The way to the next level: the cheapest of all, or the shortest within the plan."""
    way_actions: tuple[str, ...] = ()
    """What such a way takes where it leaves the plan."""
    made_for: str = ""
    """The time and money that the plan keeps within."""
    steering: tuple[str, ...] = ()
    """What else decided about the plan: what the firm set, and what it said at the end of the questions."""
    done: tuple[MarkedAction, ...] = ()
    refused: tuple[MarkedAction, ...] = ()
    unplaced: tuple[MarkedAction, ...] = ()
    """What the firm planned and the plan has no place for."""
    ask: tuple[AskGroup, ...] = ()
    """What the firm did not know, by who can tell."""
    left_open: tuple[str, ...] = ()
    """Questions without an answer."""
    progress: ProgressPart | None = None
    people: People | None = None
    """None where there is no plan."""
    address: str = ""
    """Where the same can be read on the web, by whoever holds the paper; "" where there is no such place."""
    soon_until: str = ""
    """The day on which the first 90 days are over."""
    letter: str = ""
    """The covering letter of the organisation that hands the report out."""
    adapted: tuple[str, ...] = ()
    """What that organisation changed about plans, all of it by name: the first part of the method."""
    adviser: str = ""
    """Heads what an adviser says about actions that are no step of the plan; "" where that is nothing."""
    advice_beside: tuple[Fact, ...] = ()
    """These actions by title, each with the adviser's words."""
    offer: Fact | None = None
    """What that organisation offers, labelled as its words."""

    @property
    def actions(self) -> tuple[ActionCard, ...]:
        """Every step of the plan, in order."""
        return tuple(action for phase in self.phases for action in phase.actions)

    @property
    def soon(self) -> tuple[ActionCard, ...]:
        """The steps that begin within the first three months."""
        return tuple(action for action in self.actions if action.start < SOON)
