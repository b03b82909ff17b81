"""Ten firms that differ as much as firms do: the best, the worst, those with names that are hard to set, and so on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from reports.firm import FirmReport, Previous
from scoring.answers import Answer, table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.progress import progress
from scoring.release.model import OVERALL, Release
from scoring.roadmap import RoadmapChoices
from scoring.scores import score
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.scoring.release_cases import all_firms, release, summary

ONE_PART = Path(__file__).parents[2] / "instruments" / "likert.yaml"

NAMES = (
    "best", "worst", "not_applicable", "one_dimension", "compounds", "chinese", "arabic", "all_done", "beside_peers",
    "third_stage",
)  # fmt: skip

Make = Callable[[MakeReport, Instrument], FirmReport]


def firm_report(name: str, make: MakeReport, instrument: Instrument) -> FirmReport:
    """The report of one of ``NAMES``."""
    return _MAKE[name](make, instrument)


def mixed(instrument: Instrument) -> dict[str, Answer]:
    """Answers as firms give them: some parts far along and others not, one thing not known, one left open."""
    low, high = answers_at(instrument, 0.2), answers_at(instrument, 0.8)
    answers = {name: (high if place % 3 == 0 else low)[name] for place, name in enumerate(low)}
    answers["backup"] = "dk"
    answers["retyping"] = "dk"
    del answers["decisions"]
    return answers


def _best(make: MakeReport, instrument: Instrument) -> FirmReport:
    return make(answers_at(instrument, 1), firm="Primus GmbH", employees=180, sector="C", country="AT")


def _worst(make: MakeReport, instrument: Instrument) -> FirmReport:
    return make(answers_at(instrument, 0), firm="Hardware Corner", employees=4, sector="G", country="IE")


def _not_applicable(make: MakeReport, instrument: Instrument) -> FirmReport:
    able = {name for name, question in instrument.questions.items() if question.scored and question.na}
    return make(dict.fromkeys(able, "na"), firm="Silent Partners", employees=2)


def _one_dimension(make: MakeReport, instrument: Instrument) -> FirmReport:
    answers: Mapping[str, Answer] = {
        "plain": "partly", "may_not_apply": "fully", "unknown_zero": "little", "backwards": "mostly",
    }  # fmt: skip
    return make(answers, of=load(str(ONE_PART)), firm="Single Part Ltd")


def _compounds(make: MakeReport, instrument: Instrument) -> FirmReport:
    """Words of up to 63 letters, in the name and in a note."""
    name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft & Söhne"
    answers = mixed(instrument)
    first = make(answers).actions[0].id
    note = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz beachten, sonst Bußgeld."
    choices = RoadmapChoices(marks={first: "planned"}, comments={first: note})
    return make(answers, firm=name, choices=choices, employees=30, sector="H", country="AT", locale="de")


def _chinese(make: MakeReport, instrument: Instrument) -> FirmReport:
    return make(mixed(instrument), firm="杭州市西湖区晨曦食品有限公司", employees=45, sector="10")


def _arabic(make: MakeReport, instrument: Instrument) -> FirmReport:
    return make(mixed(instrument), firm="مخبز الشمس (فرع 24) والأبناء", employees=8, sector="10")


def _all_done(make: MakeReport, instrument: Instrument) -> FirmReport:
    marks = {action.id: "done" for action in instrument.actions}
    return make(mixed(instrument), firm="Nothing Left Ltd", choices=RoadmapChoices(marks=marks), employees=20)


def _beside_peers(make: MakeReport, instrument: Instrument) -> FirmReport:
    parts = {dimension.id: summary(60, mean=45) for dimension in instrument.dimensions}
    own: Release = replace(release(all_firms(summary(120, mean=48), **parts)), hash=instrument.content_hash)
    assert OVERALL in own.tables[0].cells[0].scores
    return make(mixed(instrument), firm="Joinery Ash & Elm", release=own, employees=12, sector="C", country="DE")


def _third_stage(make: MakeReport, instrument: Instrument) -> FirmReport:
    before, answers = answers_at(instrument, 0.3), mixed(instrument)
    answers |= {"first_wish": "paperwork", "obstacles": ["time"], "help_wanted": ["neutral_adviser"]}
    done, refused = make(answers).actions[:2]
    then, now = (score(table_of(instrument, [given], [{"employees": 12}])) for given in (before, answers))
    last = Previous(
        progress(then, now), datetime.date(2025, 9, 1), "T1", done=(done.id,), expected={done.id: done.gain}
    )
    marks = RoadmapChoices(
        marks={done.id: "done", refused.id: "not_for_us"}, comments={done.id: "In May.", refused.id: "Not with us."}
    )
    return make(answers, firm="Bäckerei Sonnleitner", stage="T2", choices=marks, previous=last, country="AT")


_MAKE: dict[str, Make] = {
    "best": _best,
    "worst": _worst,
    "not_applicable": _not_applicable,
    "one_dimension": _one_dimension,
    "compounds": _compounds,
    "chinese": _chinese,
    "arabic": _arabic,
    "all_done": _all_done,
    "beside_peers": _beside_peers,
    "third_stage": _third_stage,
}
