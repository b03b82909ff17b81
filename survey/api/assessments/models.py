"""What is said about assessments, by programs and to them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from survey.api.words import Given, Told
from survey.forms.text import printable
from survey.storage.client_assessments import State
from survey.storage.values import Source

MOST_ANSWERS, MOST_TICKS, LONGEST_TEXT = 500, 200, 10_000
SIGNS = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"


def _storable(text: str) -> str:
    if text != printable(text):
        raise PydanticCustomError("text", "Control characters cannot be stored")
    return text


_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}", re.ASCII)


def _named(text: str) -> str:
    if not _ID.fullmatch(text):
        raise PydanticCustomError("id", "Ids are letters, digits, _ . and -")
    return text


SHAPE: JsonDict = {"pattern": r"^[A-Za-z0-9_.-]{1,100}$"}
# Said of names of an object apart: what pydantic makes of a pattern there lets all others pass.
NAMES = Field(json_schema_extra={"propertyNames": {**SHAPE}})

Id = Annotated[str, AfterValidator(_named), Field(json_schema_extra=SHAPE)]
Name = Annotated[str, AfterValidator(_named)]
Text = Annotated[str, AfterValidator(_storable), Field(max_length=LONGEST_TEXT, json_schema_extra={"pattern": SIGNS})]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]
Ticks = Annotated[list[Id], Field(max_length=MOST_TICKS)]
Rows = Annotated[dict[Name, Id], Field(max_length=MOST_TICKS), NAMES]
KINDS: dict[type, str] = {str: "text", int: "number", float: "number", list: "ids", dict: "rows"}
AnswerGiven = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[Number, Tag("number")]
    | Annotated[Ticks, Tag("ids")]
    | Annotated[Rows, Tag("rows")],
    Discriminator(
        lambda value: KINDS.get(type(value)),
        custom_error_type="answer",
        custom_error_message="An answer is a text, a number, a list of ids or an object of rows",
    ),
]
Value = str | float | list[str] | dict[str, str]


class NewAssessment(Given):
    """Answers of a client to one instrument, all at once."""

    instrument: Annotated[str, Field(max_length=200, pattern=r"^[a-z0-9][a-z0-9-]*@[0-9]+(\?[A-Za-z0-9_=&-]+)?$")] = (
        Field(description="What was asked, with its version.", examples=["sme-readiness@1"])
    )
    stage: Annotated[str, Field(pattern=r"^T[0-9]{1,3}$")] = Field(
        description="Which stage of the client this is: T0 is the first. The same stage is handed in once.",
        examples=["T0"],
    )
    answers: Annotated[dict[Name, AnswerGiven], Field(max_length=MOST_ANSWERS), NAMES] = Field(
        description="By question: the id of an option, a list of ids (empty: none of these), a number, a text, or for "
        'a grid an object of rows. "na" is not applicable, "dk" don’t know. What is left out is blank.',
        examples=[{"backup": "tested", "access": ["accounts", "leavers"]}],
    )
    source: Literal["interview", "import"] = Field("import", description="Whether an adviser asked, or it is copied.")


class Stage(Told):
    """One assessment of a client. The score is what was last handed in, to four decimals."""

    id: str
    stage: str = Field(description="T0, T1 …")
    series: str = Field(description="Stages of one series are compared; a client that was merged has several.")
    state: State
    source: Source
    instrument: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    overall: float | None
    level: str | None


class Stages(Told):
    """Every assessment of a client, the newest first."""

    items: list[Stage]


class Level(Told):
    """A level of the instrument."""

    id: str
    title: str


class Dimension(Told):
    """A dimension with its score; null where too little was answered."""

    id: str
    title: str
    score: float | None


class Scores(Told):
    """The scores of the day on which it was handed in, to four decimals, as files and reports tell them."""

    overall: float | None
    level: Level | None
    dimensions: list[Dimension]
    answered: float | None = Field(description="Share of what applies that was answered, from 0 to 1.")
    low: float | None = Field(description="Where blanks leave a range, its lower end; else the overall score.")
    high: float | None
    scorer_version: int = Field(description="Of the rules that scored it.")


class Assessment(Told):
    """One stage of one client."""

    id: str
    client: str
    stage: str
    series: str
    source: Source
    instrument: str
    is_open: bool = Field(
        description="Whether somebody may be answering: nothing is handed in yet, or an update is open."
    )
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    previous: str | None = Field(description="Id of the stage before.")
    following: str | None = Field(description="Id of the stage after.")
    scores: Scores | None = Field(description="null until something was handed in.")


class Answers(Told):
    """What was answered, by ids."""

    assessment: str
    instrument: str
    handed_in: bool = Field(description="Whether these were handed in; else they are what was answered so far.")
    answers: dict[str, Value]
