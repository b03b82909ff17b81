"""What is said about batches, by programs and to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from survey.api.words import Given, Language, Line, PageNumber, Told, Words
from survey.storage import client_tags
from survey.storage.batches import LONGEST_NAME, MOST, BatchStatus, ItemStatus

ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class NewBatch(Given):
    """An order of the newest report of each of several clients."""

    name: Annotated[Words, Field(max_length=LONGEST_NAME)] = Field(
        description="What the batch is called.", examples=["Spring 2026"]
    )
    clients: (
        Annotated[list[ClientId], Field(min_length=1, max_length=MOST, json_schema_extra={"uniqueItems": True})] | None
    ) = Field(
        None, description="Of which clients, each once. Left out or null: of every client in use that has a result."
    )
    tag: Annotated[Line, Field(max_length=client_tags.LONGEST)] = Field(
        "", description="Where `clients` is left out: only those with this tag."
    )
    only_new: bool = Field(
        False, description="Where `clients` is left out: only those of which the result is in no batch yet."
    )
    language: Language | None = Field(None, description="Such as en_GB; by default as Accept-Language says.")
    paper: Literal["A4", "Letter"] = "A4"
    audience: Literal["us", "others"] = Field(
        "others", alias="for", description="`us`: with what each was made from attached. `others`: to pass on."
    )
    letter: bool = Field(False, description="With the covering letter of the organisation.")


class Batch(Told):
    """A batch, and how far it is."""

    id: str
    name: str
    by: str = Field(description="Who ordered it.")
    status: BatchStatus = Field(description="`packing`: all reports are made, and the archive is being written.")
    language: str
    paper: str
    audience: Literal["us", "others"] = Field(serialization_alias="for")
    letter: bool
    day: date
    total: int
    done: int
    failed: int
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None = Field(description="When its files are removed.")
    seconds_left: float | None = Field(description="About how long it takes; null while nobody can say.")
    size: int | None = Field(description="Bytes of the archive, where there is one.")


class Batches(Told):
    """The newest batches, the last first; at most fifty."""

    items: list[Batch]


class BatchReport(Told):
    """One report of a batch."""

    position: int
    client: str
    name: str
    ref: str
    status: ItemStatus
    level: str = Field(description='The level in words, "" for none.')
    warning: str = Field(description='What the PDF could not show, "" for nothing.')
    error: str = Field(description='Why it was set aside, "" where it was not.')
    has_file: bool = Field(description="Whether its file can be had by itself.")


class BatchReports(Told):
    """Some reports of a batch, in the order in which they were ordered."""

    items: list[BatchReport]
    page: int
    pages: int
    total: int


class ReportsAsked(Given):
    """Which reports of a batch."""

    status: Literal["open", "done", "failed"] | None = Field(None, description="Only those; by default all.")
    page: PageNumber = Field(1, description="From 1; past the end, the last one.")
