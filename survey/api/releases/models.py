"""What is said about published releases."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from survey.api.words import Told


class PublishedRelease(Told):
    """The newest published release of a campaign, without its figures."""

    campaign: str = Field(description="Id of the campaign.")
    name: str = Field(description="What the campaign is called.")
    publisher: str = Field(description="The body that published it.")
    number: int = Field(description="1 for the first release of the campaign.")
    date: date
    n: int | None = Field(description="Firms in it, to the nearest 5; null where there are too few.")
    page: str = Field(description="Path of its page, below which its files are.")


class PublishedReleases(Told):
    """Of every campaign the newest, the newest first."""

    items: list[PublishedRelease]
