"""How far the figures carry: how many answered, who is missing, how they answered, and what is held back."""

from __future__ import annotations

from reports.sector.basis import response_rate
from reports.sector.comparing import TOLD_FROM
from reports.sector.figures import share_shown
from reports.sector.naming import corner
from reports.sector.told import Told
from scoring.comparable import common_core
from scoring.release.disclosure import share
from scoring.release.model import ALL, Cell


def quality(told: Told) -> tuple[str, ...]:
    """What a reader must know before using a figure, each a sentence or two."""
    found = (
        _firms(told),
        _response(told),
        _self_reported(told),
        _missing(told),
        _sources(told),
        _withheld(told),
        _not_published(told),
        _repeated(told),
        _common(told),
    )
    return tuple(sentence for sentence in found if sentence)


def _firms(told: Told) -> str:
    n = told.release.n
    if n is None:
        return ""
    template = told.ngettext(
        "The figures rest on about {n} firm. Not every firm has every score: one that answered too little of a part has"
        " none there, and is never counted as zero.",
        "The figures rest on about {n} firms. Not every firm has every score: one that answered too little of a part"
        " has none there, and is never counted as zero.",
        n,
    )
    return template.format(n=told.words.number(n))


def _response(told: Told) -> str:
    response, rate = told.release.response, response_rate(told)
    if response is None:
        return told.gettext(
            "Firms were not invited one by one, or not by us: how many could have answered, and what share did, is not"
            " known."
        )
    if not rate:
        return told.gettext("Too few firms were invited or have answered an invitation for a response rate.")
    template = told.gettext(
        "Of at least {invited} firms invited at least {answered} answered, both rounded down to fives: {rate}. Who did"
        " not answer may differ from who did."
    )
    number = told.words.number
    return template.format(invited=number(response.invited or 0), answered=number(response.answered or 0), rate=rate)


def _self_reported(told: Told) -> str:
    return told.gettext(
        "What firms say of themselves was not checked. Intervals cover only the chance of which firms answered, as if"
        " they had been drawn by lot; they cover neither wishful answers nor who stayed away."
    )


def _missing(told: Told) -> str:
    """Sizes that are withheld."""
    hidden = [group.title for group in told.groups("size") if group.cell is None]
    if not hidden:
        return ""
    template = told.gettext(
        "For these sizes no figures of their own can be shown, since too few firms answered, or since they would give"
        " away others: {sizes}."
    )
    return template.format(sizes=told.words.apart(hidden))


def _sources(told: Told) -> str:
    """How many of the firms answered by themselves and how many with help, where that is published."""
    groups = [(group, n) for group in told.groups("source") if (n := _n(group.cell))]
    total = sum(n for _group, n in groups)
    if total < TOLD_FROM:
        return ""
    pair = told.gettext("{source}: {share}")
    told_each = [pair.format(source=group.title, share=share_shown(told.words, share(n, total))) for group, n in groups]
    return told.gettext("How the answers came: {sources}.").format(sources=told.words.apart(told_each))


def _n(cell: Cell | None) -> int | None:
    return max((summary.n for summary in cell.scores.values()), default=None) if cell else None


def _withheld(told: Told) -> str:
    """How many cells of how many tables are held back."""
    hidden = sum(len(table.withheld) for table in told.release.tables)
    if not hidden:
        return ""
    shown = sum(len(table.cells) for table in told.release.tables)
    template = told.ngettext(
        "{n} group of {total} in the tables is withheld, so that nobody can work out a single firm. Empty and small"
        " groups look the same.",
        "{n} groups of {total} in the tables are withheld, so that nobody can work out a single firm. Empty and small"
        " groups look the same.",
        hidden,
    )
    return template.format(n=told.words.number(hidden), total=told.words.number(hidden + shown))


def _not_published(told: Told) -> str:
    """Fields that firms were asked for and that have no table."""
    lacking = [field for field in told.release.grouping if told.release.table(field) is None]
    if not lacking:
        return ""
    template = told.gettext("No table is published by: {fields}. Fewer than two groups of it could be shown.")
    return template.format(fields=told.words.list([corner(told.words, field) for field in lacking]))


def _repeated(told: Told) -> str:
    """How many cells repeat the figures of an earlier release."""
    older = sum(cell.number != told.release.number for table in told.release.tables for cell in table.cells)
    if not older:
        return ""
    template = told.ngettext(
        "{n} group shows the figures of an earlier release, since fewer than five of its firms came, left or changed"
        " since then; new figures would tell of these few.",
        "{n} groups show the figures of an earlier release, since fewer than five of their firms came, left or changed"
        " since then; new figures would tell of these few.",
        older,
    )
    return template.format(n=told.words.number(older))


def _common(told: Told) -> str:
    return common_core(told.instrument).render(told.words.translations) if told.release.table(*ALL) else ""
