"""An attack on everything that can be read: by an outsider, by the body itself, and by a consultant with one firm in
five. Whoever crawls all of it and builds the system finds no firm's score, and none between less than 20 points."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.peers import place as place_among
from survey import create_app
from survey.instruments import by_reference
from survey.storage import releases
from survey.storage.campaigns import finding
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CampaignRow, RightRow, SubmissionRow
from survey.storage.releases.firms import firms_of
from tests.attack import determined, narrow
from tests.integration.attacked import LISTS, SMITHS, Attacked, attacked
from tests.integration.called import SMALL, answer, campaign, firms, made
from tests.integration.crawling import FLEETING, crawled, readable
from tests.integration.databases import close, settings_for
from tests.integration.pages import Visitor, words
from tests.integration.spared import uncounted
from tests.told import Told, inside, statements

LEVELS, BASELINE = {"early": 0.0, "steady": 50.0}, "steady"
PARAMETERS = (
    "sector",
    "size",
    "region",
    "filter",
    "by",
    "n",
    "least",
    "from",
    "to",
    "format",
    "group",
    "field",
    "where",
    "level",
    "table",
    "measure",
    "draft",
)
NAMES = re.compile(r"zq\s?(\d{3})|fn (\d{3})77", re.IGNORECASE)

Read = dict[tuple[str, int], dict[str, Any]]


@dataclass(frozen=True)
class Crawl:
    """What each role was answered, and what was logged meanwhile."""

    of: Attacked
    visitors: Mapping[str, Visitor]
    read: Mapping[str, dict[str, bytes]]
    logged: str

    @property
    def app(self) -> Flask:
        return self.of.app

    def places(self) -> dict[str, list[Any]]:
        body, spring, autumn = self.of.scene.body, self.of.spring.campaign, self.of.autumn.campaign
        return {"organisation": [body.public_id], "campaign": [spring.public_id, autumn.public_id], "number": [1, 2, 3]}


class Lines(logging.Handler):
    """Everything that is logged, whatever its level."""

    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Lines]:
    heard, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(heard)
    root.setLevel(logging.INFO)
    yield heard
    root.setLevel(before)
    root.removeHandler(heard)


@pytest.fixture(scope="module")
def crawl(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "waymark.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    app = create_app(settings_for(folder, instrument="corner-shop"))
    with uncounted(), listening() as heard:
        of = attacked(app)
        visitors = {
            "stranger": Visitor(app),
            "body's leader": of.scene.body.visitors["owner"],
            "adviser": of.scene.consultancy.adviser,
        }
        found = Crawl(of, visitors, {}, "")
        read = {role: crawled(app, visitor, role, places_of(found, role)) for role, visitor in visitors.items()}
        yield replace(found, read=read, logged="\n".join(heard.lines))
    close(app)


def places_of(crawl: Crawl, role: str) -> dict[str, list[Any]]:
    if role == "adviser":
        return crawl.places() | {"organisation": [crawl.of.scene.consultancy.public_id]}
    return crawl.places()


def figures(read: Mapping[str, bytes], of: Attacked) -> Read:
    """The releases among what was read."""
    found = {}
    for one in (of.spring.campaign, of.autumn.campaign):
        for address, content in read.items():
            if address.startswith(f"/releases/{one.public_id}/") and address.endswith("/figures.json"):
                release = json.loads(content) if content.startswith(b"{") else None
                if release:
                    found[one.name, release["number"]] = release
    return found


def everything(of: Attacked) -> Read:
    """All releases that ever were, drafts and withdrawn ones too, as the body has read them."""
    found = {}
    with of.app.app_context():
        for one in (of.spring.campaign, of.autumn.campaign):
            for kept in releases.kept(one.id):
                found[one.name, kept.number] = json.loads(releases.as_file(one.id, kept.number) or b"")
    return found


def told_by(of: Attacked, read: Read) -> list[Told]:
    return [one for history in of.scene.truth.published(read) for one in statements(history, LEVELS, BASELINE)]


def marks_told(of: Attacked, read: Read) -> dict[str, list[Told]]:
    """Of each mark the sets of firms whose share is told: as sums they are like means."""
    found: dict[str, list[Told]] = {}
    for history in of.scene.truth.published(read):
        by_number = {one.release["number"]: one for one in history}
        for fields, cell in (
            (table["fields"], cell) for one in history for table in one.release["tables"] for cell in table["cells"]
        ):
            within = inside(by_number[cell["number"]], fields, cell["group"])
            for mark in cell["marks"]:
                found.setdefault(mark, []).append(Told(within, "mean", 0, 0))
    return found


def known_to(of: Attacked, who: str) -> np.ndarray:
    clients = {firm.number for firm in of.scene.truth.entries if firm.is_client}
    return of.scene.truth.known(clients if who == "consultant" else set())


def test_who_may_read_a_release_reads_just_what_it_is(crawl: Crawl) -> None:
    public = {("Spring", 1), ("Spring", 3), ("Autumn", 2)}
    whole = everything(crawl.of)
    for role, more in (("stranger", set()), ("adviser", set()), ("body's leader", {("Spring", 2)})):
        read = figures(crawl.read[role], crawl.of)
        assert read.keys() == public | more
        assert all(read[key] == whole[key] for key in read)


@pytest.mark.parametrize("who", ["outsider and body", "consultant"])
def test_no_firm_is_solvable(crawl: Crawl, who: str) -> None:
    """Not even by somebody who reads the drafts of both campaigns as well, and what was withdrawn."""
    told = told_by(crawl.of, everything(crawl.of))
    assert len(told) > 50
    assert determined(told, len(crawl.of.scene.truth.entries), known_to(crawl.of, who)).tolist() == []


@pytest.mark.parametrize("who", ["outsider and body", "consultant"])
@pytest.mark.parametrize("together", [[("Spring", 1)], [("Spring", 3)], [("Autumn", 1), ("Autumn", 2)]])
def test_every_interval_has_twenty_points(crawl: Crawl, who: str, together: list[tuple[str, int]]) -> None:
    """In what was computed together, and in all of a campaign whose firms only came."""
    of, whole = crawl.of, everything(crawl.of)
    told = told_by(of, {key: whole[key] for key in together if key[0] == "Autumn"} or computed_in(whole, together[0]))
    counted = np.isin(
        np.arange(len(of.scene.truth.entries)), [place for key in together for place in of.scene.truth.counted[key]]
    )
    assert narrow(told, of.scene.truth.scores, known_to(of, who) | ~counted) == []


def computed_in(whole: Read, key: tuple[str, int]) -> Read:
    """The release with only those cells that it has computed itself."""
    tables = [
        {**table, "cells": [cell for cell in table["cells"] if cell["number"] == key[1]]}
        for table in whole[key]["tables"]
    ]
    return {key: {**whole[key], "tables": tables}}


def test_no_mark_of_a_firm_and_nothing_to_a_firm_of_others_is_solvable(crawl: Crawl) -> None:
    of, whole = crawl.of, everything(crawl.of)
    n = len(of.scene.truth.entries)
    for told in (told_by(of, whole), *marks_told(of, whole).values()):
        for known in (
            known_to(of, "consultant"),
            *(of.scene.truth.known({one.number}) for one in of.scene.truth.entries),
        ):
            assert determined(told, n, known).tolist() == []


def test_a_careless_publisher_is_found_out(crawl: Crawl) -> None:
    """The attack can fail: of two releases three firms apart, both computed, who knows two has the third."""
    of, whole = crawl.of, everything(crawl.of)
    anew = json.loads(json.dumps(whole["Spring", 2]))
    for table in anew["tables"]:
        for cell in table["cells"]:
            cell["number"] = 2
    told = told_by(of, {("Spring", 1): whole["Spring", 1], ("Spring", 2): anew})
    entries = of.scene.truth.entries
    found = determined(told, len(entries), of.scene.truth.known({11, 200}))
    assert [entries[place].number for place in found] == [12]


def test_a_release_a_few_firms_apart_repeats_the_one_before(crawl: Crawl) -> None:
    whole = everything(crawl.of)
    assert whole["Spring", 2]["tables"] == whole["Spring", 1]["tables"]
    assert any(cell["number"] == 3 for table in whole["Spring", 3]["tables"] for cell in table["cells"])
    for before, after in pairwise((1, 2, 3)):
        assert whole["Spring", before]["grouping"] == whole["Spring", after]["grouping"]


def copied(app: Flask, folder: Path) -> Flask:
    """Another site of the same data."""
    names = (Path(app.config["WAYMARK"].data_dir) / "waymark.sqlite3", folder / "waymark.sqlite3")
    source, target = (sqlite3.connect(name) for name in names)
    with closing(source), closing(target):
        source.backup(target)
    return create_app(settings_for(folder, instrument="corner-shop"))


def test_published_pages_and_files_follow_from_the_release_alone(crawl: Crawl, tmp_path: Path) -> None:
    """With every answer gone each is the same, to the byte."""
    app = copied(crawl.app, tmp_path)
    with app.app_context(), writing() as session:
        session.execute(sa.delete(AssessmentRow))
    stranger = Visitor(app)
    addresses = [one for one in crawl.read["stranger"] if one.startswith(("/releases", "/api/v1/releases"))]
    assert len(addresses) > 30
    for address in addresses:
        again = FLEETING.sub(b"", stranger.client.get(address).data)
        assert again == crawl.read["stranger"][address], address
    close(app)


@pytest.mark.parametrize("role", ["stranger", "body's leader", "adviser"])
def test_no_page_depends_on_answers_that_are_not_theirs(crawl: Crawl, tmp_path: Path, role: str) -> None:
    """Neither by a word nor by order or size: firms that are no clients have given each other's answers."""
    before = crawl.read[role]
    with exchanged(crawl):
        for address, content in before.items():
            again = FLEETING.sub(b"", crawl.visitors[role].client.get(address).data)
            assert again == content, address


@contextmanager
def exchanged(crawl: Crawl) -> Iterator[None]:
    of = sa.select(SubmissionRow).join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
    names = ("answers", "codes", "scores", "overall", "dimension_scores")

    def turned(by: int) -> None:
        with crawl.app.app_context(), writing() as session:
            rows = session.scalars(of.where(AssessmentRow.client_id.is_(None)).order_by(AssessmentRow.id)).all()
            given = [{name: getattr(row, name) for name in names} for row in rows]
            for place, row in enumerate(rows):
                for name, value in given[(place + by) % len(rows)].items():
                    setattr(row, name, value)

    turned(1)
    try:
        yield
    finally:
        turned(-1)


def test_nobody_reads_the_name_of_a_firm_that_is_not_theirs(crawl: Crawl) -> None:
    """The body knows whom it invited, and its pages name them there alone."""
    for role, read in crawl.read.items():
        for address, content in read.items():
            named = {int(one or other) for one, other in NAMES.findall(readable(content))}
            if role == "adviser":
                named = {number for number in named if number % 5}
            if role == "body's leader" and "/firms/" in address:
                continue
            assert not named, (role, address)


def test_no_line_of_the_log_names_a_firm_or_says_a_score(crawl: Crawl) -> None:
    assert not NAMES.search(crawl.logged)
    scores = {f"{firm.score:.1f}" for firm in crawl.of.scene.truth.entries if firm.score % 25}
    assert not any(re.search(rf"(?<![\d.]){re.escape(one)}(?![\d.])", crawl.logged) for one in scores)


def test_live_figures_are_fives(crawl: Crawl) -> None:
    base = f"/o/{crawl.of.scene.body.public_id}/campaigns/"
    for asked in (crawl.of.spring.campaign, crawl.of.autumn.campaign):
        for page in ("firms", "releases/preview"):
            root = crawl.visitors["body's leader"].get(f"{base}{asked.public_id}/{page}").root
            told = [words(cell) for cell in root.iter("td")]
            numbers = [int(one) for text in told for one in re.findall(r"^\d+", text) if " to " not in text]
            assert numbers or page != "firms"
            assert [one for one in numbers if one % 5] == []


def test_no_parameter_asks_for_another_slice(crawl: Crawl) -> None:
    """Published addresses refuse what they do not know; pages of the body and programs answer as without."""
    query = "&".join(f"{name}=1" for name in PARAMETERS)
    for role, read in crawl.read.items():
        for address, content in read.items():
            if "?" in address:
                continue
            response = crawl.visitors[role].client.get(f"{address}?{query}")
            if address.startswith("/releases"):
                assert response.status_code in (400, 404), address
            elif response.status_code != 400 and "/campaigns" in address:
                assert FLEETING.sub(b"", response.data).replace(f"?{query}".encode(), b"") == content, address
    one = f"/releases/{crawl.of.spring.campaign.public_id}/3/figures.csv"
    for name in [*PARAMETERS, "q", "lang"]:
        assert crawl.visitors["stranger"].client.get(f"{one}?{name}=1").status_code == 400


@pytest.mark.parametrize("by", ["one browser", "one adviser"])
def test_firms_invented_around_a_real_one_show_nothing_of_it(crawl: Crawl, by: str) -> None:
    """Ten firms of the smiths that one account has answered for, and one that it has not."""
    spring = campaign(crawl.app, f"Around, by {by}")
    others = firms(24, 5000, sector="bakers")
    around = firms(11, 6000, sector=SMITHS)
    with crawl.app.app_context():
        with writing() as session:
            row = session.get_one(CampaignRow, spring.id)
            row.lists = dict(LISTS)
        ids = answer(spring, [*others, *around])[-10:]
        with writing() as session:
            if by == "one browser":
                session.add_all(RightRow(browser_hash="b" * 64, assessment_id=one) for one in ids)
            else:
                client = next(iter(crawl.of.scene.clients.values()))
                session.execute(sa.update(AssessmentRow).where(AssessmentRow.id.in_(ids)).values(client_id=client))
        found = finding.numbered(spring.id)
        assert found is not None
    assert made(crawl.app, found) is not None
    with crawl.app.app_context():
        release = releases.release(spring.id, 1, by_reference(SMALL))
    assert release is not None
    assert release.table("sector") is None
    assert not any(SMITHS in group for fields in release.grouping.values() for group in fields)


def test_varying_ones_answers_shows_no_more_than_the_published_quantiles(crawl: Crawl) -> None:
    """The place changes at ends of what rounds to a published quantile, and nowhere else."""
    with crawl.app.app_context():
        release = releases.latest(crawl.of.spring.campaign.id, by_reference(SMALL))
    assert release is not None
    everybody = release.table().cell().scores["overall"]  # type: ignore[union-attr]
    ends = {figure.value + half for figure in everybody.quantiles.values() for half in (-0.5, 0.5)}
    scores = [step / 4 for step in range(401)]
    places = [place_among([release], {}, score) for score in scores]
    changes = {scores[at + 1] for at, (one, other) in enumerate(pairwise(places)) if one != other}
    assert changes
    assert changes <= ends


def test_who_withdrew_or_was_erased_counts_no_more_and_old_figures_stand(crawl: Crawl) -> None:
    of = crawl.of
    with crawl.app.app_context():
        left = firms_of(of.spring.campaign, by_reference(SMALL)).snapshot
    assert len(left) == len(of.spring.firms)
    numbers = {firm.number for firm in of.spring.firms.values()}
    assert numbers.isdisjoint({12, 31, 32})
    scores = sorted(round(firm.score, 4) for firm in of.spring.firms.values())
    assert sorted(round(float(one), 4) for one in left.scores["overall"]) == scores
    whole = everything(of)
    assert whole["Spring", 1]["tables"] == whole["Spring", 2]["tables"]
