"""Every word of a sector report is from a catalogue, the questionnaire or the release."""

from __future__ import annotations

import re
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

from reports.sector import Called
from scoring.loading import load
from scoring.release.model import (
    ALL,
    Choice,
    Coefficients,
    Figure,
    Polarisation,
    Release,
    Response,
    Summary,
    Table,
)
from tests import pseudo
from tests.catalogues import catalogue
from tests.unit.reports.sector.sector_cases import MADE, many, marks, texts, told


class Greek(NullTranslations):
    """Turns what is in the templates of the catalogues into Greek letters, and leaves everything else."""

    def __init__(self) -> None:
        super().__init__()
        every = [message.id for floor in ("reports", "scoring") for message in catalogue(floor)]
        self.known = {text for one in every for text in (one if isinstance(one, tuple) else (one,))}

    def gettext(self, message: str) -> str:
        return pseudo.pseudo(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def everything() -> Release:
    """A release with all that can be told of: the real one, and figures that it does not have."""
    release = many()[1]
    whole = release.tables[0].cells[0]
    pair = (Figure(-1), Figure(9))
    scores = {name: replace(summary, weighted=Figure(44)) for name, summary in whole.scores.items()}
    cell = replace(
        whole,
        scores={**scores, "change": Summary(40, Figure(4), pair), "change.data": Summary(40, Figure(4))},
        marks={**whole.marks, **marks({"own-q1.yes": 60, "dii-3.basic": 70})},
        reliability={"data": Coefficients(60, 0.7, 0.8)},
        polarisation=Polarisation(0.2, 0.1, "sector", 0.1),
    )
    regions = replace(release.tables[3], fields=("region",), withheld=(("west",),))
    tables = (Table(ALL, (cell,)), *release.tables[1:3], regions, *release.tables[4:])
    titles = {"region": dict.fromkeys(("north", "south", "other", "west"), "Ω")}
    return replace(
        release, campaign="Ω", number=2, tables=tables, response=Response(900, 240), titles=titles,
        choices=(Choice("own-q1", "Ω", {"yes": "Ω"}),),
    )  # fmt: skip


def test_every_word_is_from_a_catalogue_or_the_instrument(tmp_path: Path) -> None:
    instrument = load("sme-readiness", folder=pseudo.write_instrument(tmp_path), language=pseudo.LOCALE)
    greek, release = Greek(), everything()
    before = replace(many()[1], campaign="Ω")
    called = Called(host="Ω", period=(MADE, MADE), country="AT")
    for one in (release, replace(release, n=None, tables=())):
        report = told(
            one, instrument, locale=pseudo.LOCALE, translations=greek, before=before, called=called, draft=one.n is None
        )
        read = " ".join(texts(report)).replace("sme-readiness@1", "").replace(instrument.content_hash[:12], "")
        read = re.sub(r"\{[a-z]+\}", "", read.replace("Eurostat, isoc_e_dii", ""))
        assert re.findall(r"[A-Za-z]{3,}", read) == []


def test_the_full_report_has_every_section() -> None:
    report = told(everything(), before=replace(many()[1], campaign="Ω"), called=Called(country="AT"))
    assert {section.id for section in report.sections} >= {
        "divide", "questions", "dimensions", "levels", "sectors", "sizes", "regions", "heat", "segments", "challenges",
        "change", "programme", "official", "own", "weighted", "annex",
    }  # fmt: skip
    assert len(report.summary) == 7
