"""What everybody may read: pages and files of published releases, the same figures on all of them, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from reports.sector import SectorReport
from scoring.release.files import from_json, written
from survey import create_app, instruments
from survey.published import finding, making
from tests.integration.databases import close, settings_for
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Visitor, words
from tests.integration.publishing import CHART, by_hand, campaign, keep, whole
from tests.integration.spared import uncounted
from tests.integration.test_every_string import FIRM, check

FIRST, WITHDRAWN, NEWEST, DRAFT = "/releases/spring/1", "/releases/spring/2", "/releases/spring/3", "/releases/spring/4"
WHOLE = "/releases/whole/1"
REASON = "Two sectors were <mixed> up."


@dataclass(frozen=True)
class Site:
    """A body with a campaign of four releases, and one whose release has everything; and who looks at them."""

    app: Flask
    visitor: Visitor
    ours: Visitor
    others: Visitor

    def get(self, address: str) -> Any:
        return self.visitor.client.get(address)


@pytest.fixture(scope="module")
def site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("published")
    (folder / "waymark.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    app = create_app(settings_for(folder))
    chamber, guild = organisation(app, "Chamber of Crafts", "body"), organisation(app, "Guild", "body")
    spring = campaign(app, chamber)
    with app.test_request_context():
        of = instruments.current()
    keep(app, spring, by_hand(of))
    keep(app, spring, by_hand(of, 2), "withdrawn", told={"withdrawn": REASON})
    keep(app, spring, by_hand(of, 3))
    keep(app, spring, by_hand(of, 4), "draft")
    keep(app, campaign(app, chamber, "whole", name="Summer"), whole(of.reference))
    campaign(app, guild, "empty", name="Nothing yet")
    people = [signed_in(app, member(app, one, "viewer").user_id) for one in (chamber, guild)]
    with uncounted():
        yield Site(app, Visitor(app), *people)
    close(app)


@pytest.fixture(scope="module")
def report(site: Site) -> SectorReport:
    """What the release with everything says."""
    with site.app.test_request_context():
        return making.made(finding.release("whole", 1), "en_GB").report


def test_the_list_has_the_newest_release_of_each_campaign(site: Site) -> None:
    page = site.visitor.get("/releases")
    assert {address for address in page.links() if address.startswith("/releases/")} == {NEWEST, WHOLE}
    assert "Chamber of Crafts" in page.text
    assert "Nothing yet" not in page.text
    assert "/releases" in site.visitor.get("/").links()


def test_a_campaign_that_nobody_named_is_called_in_the_language_of_the_page(site: Site) -> None:
    with site.app.test_request_context():
        found = finding.release("spring", 3)
        unnamed = replace(found, campaign=replace(found.campaign, name=""))
        reports = [making.made(one, "en_GB").report for one in (found, unnamed)]
    assert [one.campaign for one in reports] == ["Spring", "Firms that nobody invited"]


def test_a_campaign_leads_to_its_newest_release(site: Site) -> None:
    response = site.get("/releases/spring")
    assert (response.status_code, response.location) == (302, NEWEST)


def test_a_release_says_what_its_report_says(site: Site, report: SectorReport) -> None:
    text = site.visitor.get(WHOLE).text
    told = [report.headline, *report.summary, report.cite, *report.method, *report.quality]
    told += [text for section in report.sections for text in (section.title, *section.lead, *section.findings)]
    told += [text for one in report.exhibits for text in (one.title, one.about, *one.notes)]
    assert [one for one in told if " ".join(one.split()) not in text] == []


def test_every_figure_is_the_same_on_the_page_in_csv_and_in_the_workbook(site: Site, report: SectorReport) -> None:
    page = site.visitor.get(WHOLE)
    rows = {
        (one["exhibit"], one["row"], one["column"]): one["shown"].removeprefix("'")
        for one in csv.DictReader(io.StringIO(site.get(f"{WHOLE}/tables.csv").text))
    }
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"{WHOLE}/tables.xlsx").data))
    for place, exhibit in enumerate(report.exhibits, start=1):
        shown = [[row.head, *(cell.shown for cell in row.cells)] for row in exhibit.rows]
        table = page.by_id(f"exhibit-{exhibit.id}").find(".//table/tbody")  # type: ignore[union-attr]
        abouts = [row.about for row in exhibit.rows]
        drawn = [[words(cell) for cell in line] for line in table]  # type: ignore[union-attr]
        assert [[" ".join([row[0], about]).strip(), *row[1:]] for row, about in zip(shown, abouts, strict=True)] == [
            [cell.removesuffix("not published") for cell in line] for line in drawn
        ]
        assert [rows[exhibit.id, row.id, column.id] for row in exhibit.rows for column in exhibit.columns] == [
            cell.shown.removeprefix("'") for row in exhibit.rows for cell in row.cells
        ]
        cells = [[cell.value for cell in line] for line in book.worksheets[place].iter_rows(min_row=3)]
        for row, line in zip(exhibit.rows, cells, strict=False):
            values = [cell.shown if cell.value is None else cell.value for cell in row.cells]
            assert line[: len(values) + 1] == [row.head, *(None if value == "–" else value for value in values)]


def test_charts_have_a_table_of_their_figures_beneath_and_a_file(site: Site, report: SectorReport) -> None:
    page = site.visitor.get(WHOLE)
    for exhibit in report.exhibits:
        figure = page.by_id(f"exhibit-{exhibit.id}")
        assert figure is not None
        assert figure.find(".//table/caption") is not None
        region = figure.find(".//*[@role='region']")
        assert region is not None
        assert region.get("tabindex") == "0"
        is_drawn = exhibit.picture not in ("", "heat")
        assert len(list(figure.iter("{http://www.w3.org/2000/svg}svg"))) == (2 if is_drawn else 0)
        status = site.get(f"{WHOLE}/charts/{exhibit.id}.svg").status_code
        assert status == (200 if exhibit.picture else 404)


def test_the_figures_of_a_release_are_its_own_bytes(site: Site) -> None:
    with site.app.test_request_context():
        expected = written(whole(instruments.current().reference))
    for address in (f"{WHOLE}/figures.json", "/api/v1/releases/whole/1"):
        response = site.get(address)
        assert response.mimetype == "application/json"
        assert response.data == expected
    from_json(json.loads(expected))


def test_whole_points_of_all_firms_stand_on_the_page_as_in_the_release(site: Site) -> None:
    """From the audited release to the page: nothing is rounded again, and nothing else is added."""
    release = whole("sme-readiness@1")
    [everybody] = release.tables[0].cells
    page = site.visitor.get(WHOLE)
    figure = page.by_id("exhibit-dimensions")
    assert figure is not None
    text = words(figure)
    for summary in everybody.scores.values():
        assert f"{summary.mean.value}" in text


@pytest.mark.parametrize("name", making.FILES)
def test_files_may_be_kept_for_a_while_by_everybody(site: Site, name: str) -> None:
    response = site.get(f"{NEWEST}/{name}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.mimetype == making.FILES[name][0]
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert f"Spring-3-{name}" in response.headers["Content-Disposition"]
    again = site.visitor.client.get(f"{NEWEST}/{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert site.ours.client.get(f"{NEWEST}/{name}").data == response.data


def test_the_data_package_describes_the_tables(site: Site) -> None:
    package = json.loads(site.get(f"{NEWEST}/datapackage.json").data)
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
    ]
    for resource in package["resources"]:
        content = site.get(f"{NEWEST}/{resource['path']}")
        assert content.mimetype == resource["mediatype"]
        if "schema" in resource:
            [header] = list(csv.reader(io.StringIO(content.text)))[:1]
            assert header == [one["name"] for one in resource["schema"]["fields"]]


def test_a_draft_is_for_members_of_its_body_only(site: Site) -> None:
    """For everybody else it is not there, as what never was."""
    page = site.ours.get(DRAFT)
    assert page.text.startswith("Draft")
    assert 'name="robots" content="noindex"' in page.html
    below = ["", "/figures.json", "/report.pdf", f"/charts/{CHART}.svg"]
    for address in below[1:]:
        response = site.ours.client.get(DRAFT + address)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
    for visitor in (site.visitor, site.others):
        for address in below:
            assert visitor.client.get(DRAFT + address).status_code == 404
            assert visitor.client.get(f"/releases/spring/9{address}").status_code == 404
        assert DRAFT not in visitor.get(FIRST).links()
    assert site.ours.client.get("/api/v1/releases/spring/4").status_code == 404


def test_a_withdrawn_release_says_so_and_has_no_figures(site: Site) -> None:
    page = site.visitor.get(WITHDRAWN)
    assert REASON in page.text
    assert NEWEST in page.links()
    assert "<figure" not in page.html
    for address in ("/figures.json", "/tables.xlsx", f"/charts/{CHART}.svg"):
        assert site.get(WITHDRAWN + address).status_code == 404
    assert site.get("/api/v1/releases/spring/2").status_code == 404


def test_an_old_release_leads_to_the_newest(site: Site) -> None:
    assert "There are newer figures" in site.visitor.get(FIRST).text
    assert "There are newer figures" not in site.visitor.get(NEWEST).text


def test_without_a_published_release_the_versions_are_listed_or_nothing_is_there(site: Site) -> None:
    assert site.get("/releases/empty").status_code == 404
    assert site.get("/releases/nowhere").status_code == 404


ADDRESSES = (
    "/releases",
    "/releases/spring",
    NEWEST,
    WITHDRAWN,
    f"{NEWEST}/figures.json",
    f"{NEWEST}/charts/{CHART}.svg",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_asks_for_anything_is_refused(site: Site, address: str) -> None:
    """Nobody can ask for other figures than everybody gets."""
    known = "language" if "." in address else "lang"
    for query in ("sector=F", "lang=en_GB&size=micro", "n=1", f"{known}=xx", f"{known}=en_GB&{known}=en_GB", "x"):
        response = site.get(f"{address}?{query}")
        assert response.status_code == 400, query
        assert response.headers["Cache-Control"] == "no-store"
        assert b"takes nothing" in response.data or b"take nothing" in response.data
    assert site.get(f"{address}?{known}=en_GB").status_code in (200, 302)


def test_programs_read_what_is_published_without_a_key(site: Site) -> None:
    told = site.get("/api/v1/releases").get_json()["items"]
    assert {(one["campaign"], one["number"], one["page"]) for one in told} == {
        ("spring", 3, NEWEST),
        ("whole", 1, WHOLE),
    }
    assert {one["n"] for one in told} == {100, 640}
    assert site.get("/api/v1/releases?campaign=spring").status_code == 422


def test_a_renamed_campaign_is_still_compared_with_what_it_published_before(site: Site) -> None:
    with site.app.test_request_context():
        of = instruments.current()
        body = finding.campaigns.public("spring")
        assert body is not None
    keep(site.app, body.id, replace(by_hand(of, 5), campaign="Spring and summer"))
    assert site.visitor.get("/releases/spring/5").heading


def test_the_page_is_the_same_for_whoever_asks(site: Site) -> None:
    """But for the bar of the account."""
    main = [words(who.get(WHOLE).root.find(".//main")) for who in (site.visitor, site.ours, site.others)]
    assert main[0] == main[1] == main[2]


def test_no_english_word_is_left(sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]) -> None:
    app = create_app(settings_for(tmp_path, sqlite_url, **pseudo_spoken))
    chamber = organisation(app, FIRM, "body")
    with app.test_request_context():
        made = replace(by_hand(instruments.current()), campaign=FIRM)
    spring = campaign(app, chamber, name=FIRM, licence="")
    for number, status in ((1, "published"), (2, "withdrawn"), (3, "published")):
        keep(app, spring, replace(made, number=number), status, told={"withdrawn": FIRM})
    visitor = Visitor(app)
    for address in ("/", "/releases", FIRST, WITHDRAWN, f"{FIRST}?n=1"):
        check(visitor.get(address))
    close(app)
