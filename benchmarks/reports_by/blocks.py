"""A report as plain blocks in order, for libraries to set each in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports import theme
from reports.charts import Chart

WIDTH = theme.Grid(*theme.PAPERS["A4"]).full
"""Points between the side margins of A4: all ways share paper, margins, fonts and sizes with ours."""


@dataclass(frozen=True)
class Heading:
    """``level`` 0 is a chapter, named in the contents; 1 stands in the outline too, 2 nowhere. ``page``: begins one."""

    text: str
    level: int
    page: bool = False


@dataclass(frozen=True)
class Words:
    """A paragraph in one of the styles body, lead, small, note, strong, bold, right, eyebrow,
    title, figure."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Listed:
    """Items one below the other, with a dot or their numbers."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Figure:
    chart: Chart


@dataclass(frozen=True)
class Sheet:
    """A table with a head that is repeated; ``shares`` of the width; ``plain`` columns hold what needs no wrapping."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str | Figure, ...]]
    shares: tuple[float, ...]
    plain: tuple[int, ...] = ()


@dataclass(frozen=True)
class Strip:
    """Facts side by side, each value under its label."""

    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Named:
    """Blocks, each under a name that stands in a narrow column on the left."""

    rows: Sequence[tuple[str, Sequence[Block]]]


@dataclass(frozen=True)
class Beside:
    """Two columns of blocks; on a tinted ground where ``panel``. ``share``: of the left one."""

    left: Sequence[Block]
    right: Sequence[Block]
    share: float = 0.5
    panel: bool = False


@dataclass(frozen=True)
class Together:
    """Blocks that stay on one page."""

    blocks: Sequence[Block]


Block = Heading | Words | Listed | Figure | Sheet | Strip | Named | Beside | Together


@dataclass(frozen=True)
class Content:
    """A cover, the name of its list of contents, and what follows."""

    title: str
    subject: str
    language: str
    sender: str
    header: tuple[str, str]
    page_label: str
    cover: Sequence[Block]
    contents: str
    blocks: Sequence[Block]


def said(text: str, style: str = "body") -> Iterator[Words]:
    """A paragraph; nothing where there is no text."""
    if text:
        yield Words(text, style)
