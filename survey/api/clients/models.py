"""What is said about clients, by programs and to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from survey.api.words import (
    Country,
    Email,
    Given,
    Line,
    PageNumber,
    PageSize,
    People,
    Region,
    Told,
    Trade,
    Words,
    YesNo,
)
from survey.consultants.clients.forms import LONGEST_NAME, LONGEST_REF, MOST_TAGS
from survey.places import regions
from survey.storage import client_tags
from survey.storage.client_assessments import State
from survey.storage.client_list import Sort

NOT_IN_TAGS = ",;"
"""By these the page tells tags apart."""


def _tag(text: str) -> str:
    if any(sign in text for sign in NOT_IN_TAGS):
        raise PydanticCustomError("text", "A tag has no comma or semicolon")
    return text


Name = Annotated[Words, Field(max_length=LONGEST_NAME)]
Ref = Annotated[Line, Field(max_length=LONGEST_REF)]
TagWord = Annotated[
    Words,
    AfterValidator(_tag),
    Field(
        max_length=client_tags.LONGEST,
        json_schema_extra={"pattern": r"^[^,;\x00-\x1f\x7f-\x9f]*[^,;\s\x00-\x1f\x7f-\x9f][^,;\x00-\x1f\x7f-\x9f]*$"},
    ),
]
Tags = Annotated[list[TagWord], Field(max_length=MOST_TAGS)]


class ProfileGiven(Given):
    """What is said about a firm. What is left out stays as it is; null takes back what was known."""

    trade: Trade | None = Field(None, description="Id of a trade, or letter of a section of NACE.")
    people: People | None = Field(None, description="How many people usually work there.")
    country: Country | None = Field(None, description="ISO 3166-1, such as AT.")
    region: Region | None = Field(None, description="ISO 3166-2, such as AT-9, within the country.")


class NewClient(Given):
    """A client to be added."""

    name: Name = Field(description="What the firm is called.", examples=["Bakery Huber"])
    ref: Ref = Field("", description="Your own number for it; no two clients have the same.", examples=["K-1042"])
    email: Email | None = Field(None, description="Where invitations go.", examples=["office@huber.example"])
    tags: Tags = Field(default_factory=list, examples=[["food", "2026"]])
    profile: ProfileGiven = Field(default_factory=ProfileGiven)


class ClientChange(Given):
    """What is to be changed; what is left out stays as it is."""

    name: Name | None = None
    ref: Ref | None = Field(None, description='Your own number for it; "" for none.')
    email: Email | None = Field(None, description="null: none.")
    tags: Tags | None = Field(None, description="In place of those it has.")
    profile: ProfileGiven | None = None
    revision: Annotated[Line, Field(max_length=40)] | None = Field(
        None, description="The `revision` that you read. Given, nothing is written where it is another by now (409)."
    )


class ClientsAsked(Given):
    """Which clients, and in what order."""

    q: Annotated[Line, Field(max_length=200)] = Field("", description="Words that name, number or address hold.")
    tag: Annotated[Line, Field(max_length=client_tags.LONGEST)] = Field("", description="In any case of its letters.")
    state: State | None = Field(None, description="How far the newest assessment of the client is.")
    archived: YesNo = Field(False, description="Those put away, instead of those in use.")
    sort: Sort = Field("name", description="By what the list is ordered.")
    order: Literal["up", "down"] = Field("up", description="`down`: the last, newest or highest first.")
    page: PageNumber = Field(1, description="From 1; past the end, the last one.")
    per_page: PageSize = Field(25, description="How many on a page.")


class Idempotency(Given):
    """A word of the program's own for what is to be done once."""

    key: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+$")] | None = Field(
        None,
        alias="Idempotency-Key",
        description="The same word sent again, with the same body, does nothing anew and is answered likewise.",
    )


class Result(Told):
    """What was last handed in. Scores are to four decimals, as in files."""

    instrument: str
    overall: float | None
    level: str | None = Field(description="Id of a level of the instrument.")


class ListedClient(Told):
    """A client on the list."""

    id: str
    ref: str
    name: str
    email: str
    tags: list[str]
    state: State
    active_at: datetime
    finished_at: datetime | None
    result: Result | None


class ClientPage(Told):
    """A page of clients."""

    items: list[ListedClient]
    page: int
    pages: int
    total: int


class Profile(Told):
    """What is known about a firm; null is not known. The last four follow from the others, or come from a sheet."""

    trade: str | None
    people: str | None
    country: str | None
    region: str | None
    sector: str | None
    division: str | None
    size: str | None
    employees: int | None


class Client(Told):
    """A client."""

    id: str
    ref: str
    name: str
    email: str
    tags: list[str]
    profile: Profile
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    revision: str = Field(description="Changes with every change of what is said about the client.")


def known_region(country: str | None, region: str | None) -> bool:
    """Whether the region is one of the country."""
    return not region or region in dict(regions(country or ""))
