"""The instrument: a questionnaire with its scoring key, its levels and the actions it can recommend.

Frozen models of what an instrument file says. How files become an ``Instrument`` is in ``loading``; what a sound
one must satisfy beyond its shape is in ``checks``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, NonNegativeFloat, PositiveInt

BLANK, NOT_APPLICABLE, DONT_KNOW = -1, -2, -3
"""Codes of an answer cell that holds no option; options are coded by their position from 0."""

SIZES = ("micro", "small", "medium", "large")
PEOPLE_BY_SIZE = {"micro": 5, "small": 25, "medium": 120, "large": 400}
"""People assumed where a firm gave only its size class: the authors' judgement, about the geometric middle."""

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Size = Literal["micro", "small", "medium", "large"]
Rule = Literal["mean", "sum", "minimum", "count"]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


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
    """One possible answer. ``points`` are apart from order and wording; a negative value counts against."""

    id: Id
    label: Text
    points: FiniteFloat
    exclusive: bool = False


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


class QuestionBase(Model):
    id: Id
    text: Text
    help: str = ""
    example: str = ""
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


class ChoiceQuestion(QuestionBase):
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


class Dimension(Model):
    id: Id
    title: Text
    short: Text
    """A name of at most about 20 characters, for charts and tables."""
    description: Text
    weight: NonNegativeFloat = 1.0
    rule: Rule = "mean"
    questions: list[Question]


class Level(Model):
    """A stretch of the score. ``bound`` is where it begins (``cut: lower``) or ends (``cut: upper``)."""

    id: Id
    title: Text
    meaning: Text
    bound: FiniteFloat | None = None


class Theme(Model):
    """What questions and actions speak to beyond their dimension, for example a challenge or a remedy."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    kind: Literal["challenge", "remedy"]
    title: Text
    description: str = ""
    programme: str = ""
    """What a programme (a chamber, a region, a ministry) can do about it: shown in sector reports."""


class Contradiction(Model):
    """Answers that do not go together; pointed out, never corrected."""

    id: Id
    when: Condition
    message: Text


class ReferenceProfile(Model):
    """A typical firm, as scores 0-100 per dimension: stands in until enough firms answered for segments."""

    id: Id
    title: Text
    description: Text
    scores: dict[str, Annotated[float, Field(ge=0, le=100)]]


Range = Annotated[list[NonNegativeFloat], Field(min_length=2, max_length=2)]


class Quantity(Model):
    """A range [low, high] by size class, plus a range for each person; a size not given takes the nearest smaller,
    failing that the nearest larger one that is."""

    micro: Range | None = None
    small: Range | None = None
    medium: Range | None = None
    large: Range | None = None
    per_person: Range | None = None

    def for_firm(self, size: str, people: int) -> tuple[float, float]:
        """(low, high) for a firm of this size class with so many people."""
        low, high = self._by_size(size)
        each_low, each_high = self.per_person or (0.0, 0.0)
        return low + each_low * people, high + each_high * people

    def _by_size(self, size: str) -> tuple[float, float]:
        place = SIZES.index(size)
        for name in (*reversed(SIZES[: place + 1]), *SIZES[place + 1 :]):
            span: list[float] | None = getattr(self, name)
            if span is not None:
                return span[0], span[1]
        return 0.0, 0.0


class Sectors(Model):
    """NACE sections (``C``) or divisions (``49``) that an action fits: only these, or all except these."""

    only: list[str] = []
    excluded: list[str] = []

    def fits(self, section: str | None, division: str | None) -> bool:
        codes = {code for code in (section, division) if code}
        if not codes:
            return True
        return (not self.only or bool(codes & set(self.only))) and not codes & set(self.excluded)


Lift = str | list[str] | dict[str, str]


class Action(Model):
    """One thing a firm can do.

    ``lifts`` says what answer it leads to: question → option or band id (single, number), a list of option ids that
    are added (multiple), or row → option id (grid).
    """

    id: Id
    title: Text
    summary: Text
    steps: Annotated[list[Text], Field(min_length=1)]
    lifts: dict[str, Lift]
    own_days: Quantity
    outside_days: Quantity = Quantity()
    cost_once: Quantity = Quantity()
    cost_monthly: Quantity = Quantity()
    price_year: PositiveInt
    weeks: Annotated[float, Field(gt=0)]
    needs: list[str] = []
    owner: Text
    measure: Text
    sizes: list[Size] = ["micro", "small", "medium", "large"]
    staff: bool = False
    """Only for firms with employees."""
    sectors: Sectors = Sectors()
    themes: list[str]
    level: Literal["enterprise", "individual", "programme"]


class Instrument(Model):
    """A versioned questionnaire with its scoring key. Read one with ``loading.load``."""

    format: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    version: PositiveInt
    revision: PositiveInt = 1
    language: str
    title: Text
    description: Text
    source: Text
    unofficial: bool = False
    required_share: Annotated[float, Field(ge=0, le=1)] = 0.6
    overall: Rule = "mean"
    cut: Literal["lower", "upper"] = "lower"
    levels: Annotated[list[Level], Field(min_length=2)]
    baseline: str
    dimensions: Annotated[list[Dimension], Field(min_length=1)]
    closing: list[Question] = []
    """Unscored questions asked at the end, for example what the firm wants first."""
    themes: list[Theme] = []
    contradictions: list[Contradiction] = []
    reference_profiles: list[ReferenceProfile] = []
    actions: list[Action] = []
    switches: dict[str, str] = {}
    """The named variants in force: switch → value."""

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order asked, the closing ones last."""
        asked = [question for dimension in self.dimensions for question in dimension.questions]
        return {question.id: question for question in (*asked, *self.closing)}

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        """The dimension of each question id; closing questions have none."""
        return {question.id: dimension for dimension in self.dimensions for question in dimension.questions}

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Names of the answer cells, in order: ``question``, ``question.option`` (multiple), ``question.row`` (grid).

        Text questions have none: they hold words, not codes.
        """
        return tuple(cell for question in self.questions.values() for cell in cells_of(question))

    @cached_property
    def actions_by_id(self) -> dict[str, Action]:
        return {action.id: action for action in self.actions}

    @cached_property
    def reference(self) -> str:
        """``id@version`` with any switches: what a file or an address calls this instrument."""
        switches = "&".join(f"{name}={value}" for name, value in sorted(self.switches.items()))
        return f"{self.id}@{self.version}" + (f"?{switches}" if switches else "")

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical scoring content; wording and actions do not change it."""
        text = json.dumps(scoring_content(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def cells_of(question: Question) -> tuple[str, ...]:
    """Names of the cells that hold the answer to one question."""
    if isinstance(question, TextQuestion):
        return ()
    if isinstance(question, MultipleQuestion):
        return tuple(f"{question.id}.{option.id}" for option in question.options)
    if isinstance(question, GridQuestion):
        return tuple(f"{question.id}.{row.id}" for row in question.rows)
    return (question.id,)


_NOT_SCORING = frozenset({
    "text", "help", "example", "label", "title", "short", "description", "meaning", "unit", "themes", "max_length",
})  # fmt: skip
"""Fields that can change without changing a score."""


def scoring_content(instrument: Instrument) -> dict[str, Any]:
    """What decides a score: ids, types, options, points, weights, conditions, rules and cuts."""
    kept = {"id", "version", "required_share", "overall", "cut", "levels", "baseline", "dimensions", "closing"}
    content: dict[str, Any] = _without_wording(instrument.model_dump(mode="json", include=kept))
    return content


def _without_wording(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _without_wording(inner) for key, inner in value.items() if key not in _NOT_SCORING}
        if kept.get("type") == "multiple":
            kept["none"] = kept["none"] is not None
        return kept
    if isinstance(value, list):
        return [_without_wording(inner) for inner in value]
    return value


def _mirrored(points: float, all_points: list[float]) -> float:
    return max(all_points) + min(all_points) - points
