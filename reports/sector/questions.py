"""The headlines: what so many firms lack, in the words of the questionnaire."""

from __future__ import annotations

from reports.sector.asked import Lack, Strength, lacks, strengths
from reports.sector.basis import basis
from reports.sector.columns import n_column, share_column
from reports.sector.figures import count_cell, fraction, share_cell, share_told
from reports.sector.told import Told
from reports.sector.values import Cell, Column, Exhibit, Row, Section

HEADLINES = 6
"""So many are told as sentences; the table has one or two of each part."""

OF_EACH = 2
"""So many of each dimension stand in the table."""

MOST_HAVE = 0.5
"""A strength is what at least half have."""


def questions(told: Told) -> Section | None:
    """One headline for each dimension, the most telling first; None where no answers are published."""
    found = lacks(told)
    if not found:
        return None
    first = sorted((ranked[0] for ranked in found.values()), key=lambda lack: -lack.weight)
    sentences = (*(headline(told, lack) for lack in first[:HEADLINES]), strength(told))
    return Section(
        "questions",
        told.gettext("What many firms lack"),
        lead=(basis(told), _rule(told)),
        findings=tuple(sentence for sentence in sentences if sentence),
        exhibits=(_exhibit(told, [lack for ranked in found.values() for lack in ranked[:OF_EACH]]),),
    )


def headlines(told: Told) -> tuple[str, ...]:
    """The most telling sentences, one of each dimension."""
    first = sorted((ranked[0] for ranked in lacks(told).values()), key=lambda lack: -lack.weight)
    return tuple(headline(told, lack) for lack in first[:HEADLINES])


def headline(told: Told, lack: Lack) -> str:
    """“About four in ten firms …”: right grammar for any answer, since it is quoted."""
    _ = told.gettext
    if lack.missing:
        template = _("{share} of the firms did not name “{answer}” when asked “{question}” (n about {n}).")
    elif lack.row:
        template = _("{share} of the firms answered “{answer}” for “{row}” when asked “{question}” (n about {n}).")
    else:
        template = _("{share} of the firms answered “{answer}” when asked “{question}” (n about {n}).")
    return template.format(
        share=share_told(told.words, lack.share),
        answer=lack.answer,
        row=lack.row,
        question=lack.question.text,
        n=told.words.number(lack.n),
    )


def strength(told: Told) -> str:
    """What most firms have, so that not only lacks are told."""
    found = strengths(told.instrument, told.everyone) if told.everyone else ()
    if not found or fraction(found[0].share) < MOST_HAVE:
        return ""
    return _strength(told, found[0])


def _strength(told: Told, found: Strength) -> str:
    template = told.gettext(
        "Most widespread is this: {share} of the firms answered “{answer}” when asked “{question}” (n about {n})."
    )
    return template.format(
        share=_inside(told, found), answer=found.answer, question=found.question.text, n=told.words.number(found.n)
    )


def _inside(told: Told, found: Strength) -> str:
    return share_cell(told.words, found.share).shown


def _rule(told: Told) -> str:
    return told.gettext(
        "Chosen by rule, not by hand: of each part the questions where most firms gave the lowest answer or did not"
        " name something, by share and by weight of the question; what is one of several things counts half."
    )


def _exhibit(told: Told, chosen: list[Lack]) -> Exhibit:
    _ = told.gettext
    return Exhibit(
        "questions",
        _("Answers that show most what is lacking"),
        _("Answer"),
        (share_column("share", _("Share of firms")), n_column(told), Column("part", _("Part"))),
        tuple(_row(told, lack) for lack in chosen),
        "bars",
        about=_("Shares of the firms that answered the question, in steps of 5 %."),
    )


def _row(told: Told, lack: Lack) -> Row:
    part = told.instrument.dimension_of[lack.question.id].short
    cells = (share_cell(told.words, lack.share), count_cell(told.words, lack.n), Cell(part))
    return Row(lack.mark, _answer(told, lack), cells, lack.question.text)


def _answer(told: Told, lack: Lack) -> str:
    _ = told.gettext
    if lack.missing:
        return _("Not named: {answer}").format(answer=lack.answer)
    return _("{row}: {answer}").format(row=lack.row, answer=lack.answer) if lack.row else lack.answer
