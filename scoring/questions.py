"""Questions: their types, options, points and conditions, and the cells that hold their answers."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, FiniteFloat, NonNegativeFloat, PositiveInt

from scoring.fields import Id, Model, Text

BLANK, NOT_APPLICABLE, DONT_KNOW = -1, -2, -3
"""Codes of an answer cell that holds no option; options are coded by their position from 0."""


class Condition(Model):
    """Holds when every part that is given holds; an unknown profile value never hides a question.

    ``profile``: field → accepted values (``size``, ``sector`` as NACE section or division, ``country``,
    ``staff`` as ``yes``/``no``). ``answers``: ``question`` or ``question.row`` → option or band ids, any of them
    chosen (``none`` for the explicit none); a question that is hidden or not answered meets no condition.
    """

    profile: dict[Literal["size", "sector", "country", "staff"], list[str]] = {}
    answers: dict[str, list[str]] = {}
    all: list[Condition] = []
    any: list[Condition] = []
    none: list[Condition] = []


class Option(Model):
    """One possible answer. ``points`` are apart from order and wording; a negative value counts against.

    ``adverse``: earns points as the rules of its tool want it, and is yet nothing that a firm should aim at.
    """

    id: Id
    label: Text
    points: FiniteFloat
    exclusive: bool = False
    adverse: bool = False


class Row(Model):
    """One row of a grid, answered on the grid's scale."""

    id: Id
    label: Text
    help: str = ""


class Band(Model):
    """A range of a number: lower ≤ x < upper; an absent bound is open."""

    id: Id
    label: Text
    points: FiniteFloat
    lower: FiniteFloat | None = None
    upper: FiniteFloat | None = None


Adviser = Literal["it_supplier", "accountant", "team", "insurer"]
"""Who can tell a firm what it did not know."""

ADVISERS: tuple[Adviser, ...] = get_args(Adviser)

Trades = Annotated[str, Field(pattern=r"^(?:[A-U](?:-[A-U])?|[0-9]{2})$")]
"""A group of trades: a NACE section (``F``), a range of sections (``B-E``) or a division (``56``)."""


class Ask(Model):
    """What a firm that answered "don't know" can ask, and whom; ``text`` reads well in an e-mail by itself."""

    who: Adviser
    text: Text


class QuestionBase(Model):
    """What every type of question has."""

    id: Id
    text: Text
    help: str = ""
    example: str = ""
    examples: dict[Trades, Text] = {}
    """Examples from groups of trades; ``example`` is for all others."""
    ask: Ask | None = None
    themes: list[str] = []
    weight: NonNegativeFloat = 1.0
    scored: bool = True
    reversed: bool = False
    na: bool = False
    """Whether "not applicable" may be answered (for a grid: per row)."""
    dk: Literal["no", "blank", "zero"] = "blank"
    """Whether "don't know" may be answered, and if so whether it scores nothing or is left out."""
    show_if: Condition | None = None

    @property
    def max_points(self) -> float:
        """Most points one answer (for a grid: one row) can earn; the denominator of the question's score."""
        return 0.0

    def example_in(self, sector: str | None, division: str | None = None) -> str:
        """The closest example for a trade: of its NACE division, else of its section, else of the narrowest range of
        sections that holds it, else the general one."""
        if division and division in self.examples:
            return self.examples[division]
        covering = [trades for trades in self.examples if sector and trades[0] <= sector <= trades[-1]]
        closest = min(covering, key=lambda trades: ord(trades[-1]) - ord(trades[0]), default=None)
        return self.examples[closest] if closest else self.example


class ChoiceQuestion(QuestionBase):
    """A question that offers options."""

    options: Annotated[list[Option], Field(min_length=2)]

    def points(self, option: Option) -> float:
        """Points of an option as scored: a reversed question mirrors them between its least and most."""
        return _mirrored(option.points, [o.points for o in self.options]) if self.reversed else option.points

    @property
    def max_points(self) -> float:
        return max(self.points(option) for option in self.options)


class SingleQuestion(ChoiceQuestion):
    """One of the options."""

    type: Literal["single"]


class MultipleQuestion(ChoiceQuestion):
    """Any of the options, or an explicit none (worth 0); exclusive options stand alone."""

    type: Literal["multiple"]
    none: Text | None = "None of these"

    @property
    def max_points(self) -> float:
        return sum(max(0.0, self.points(option)) for option in self.options)


class GridQuestion(ChoiceQuestion):
    """Several rows on one scale; scores the mean of its answered rows."""

    type: Literal["grid"]
    rows: Annotated[list[Row], Field(min_length=1)]


class NumberQuestion(QuestionBase):
    """A number, scored by the band it falls in."""

    type: Literal["number"]
    unit: str = ""
    minimum: FiniteFloat = 0.0
    maximum: FiniteFloat = 1_000_000.0
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    bands: Annotated[list[Band], Field(min_length=2)]

    def points(self, band: Band) -> float:
        """Points of a band as scored; mirrored like those of an option."""
        return _mirrored(band.points, [b.points for b in self.bands]) if self.reversed else band.points

    @property
    def max_points(self) -> float:
        return max(self.points(band) for band in self.bands)

    def band_of(self, value: float) -> int | None:
        """Position of the band with lower ≤ value < upper, or None where no band covers it."""
        for position, band in enumerate(self.bands):
            if (band.lower is None or value >= band.lower) and (band.upper is None or value < band.upper):
                return position
        return None


class TextQuestion(QuestionBase):
    """Free text, never scored."""

    type: Literal["text"]
    scored: Literal[False] = False
    max_length: PositiveInt = 2000


Question = Annotated[
    SingleQuestion | MultipleQuestion | GridQuestion | NumberQuestion | TextQuestion, Field(discriminator="type")
]


def cells_of(question: Question) -> tuple[str, ...]:
    """Names of the cells that hold the answer to one question."""
    if isinstance(question, TextQuestion):
        return ()
    if isinstance(question, MultipleQuestion):
        return tuple(f"{question.id}.{option.id}" for option in question.options)
    if isinstance(question, GridQuestion):
        return tuple(f"{question.id}.{row.id}" for row in question.rows)
    return (question.id,)


def _mirrored(points: float, all_points: list[float]) -> float:
    return max(all_points) + min(all_points) - points
