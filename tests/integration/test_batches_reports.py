"""The reports of a batch say what the results pages of the same clients say."""

from __future__ import annotations

import pytest
from flask import Flask

import reports.batch
from reports.batch import Edition, Made
from reports.firm import FirmReport
from survey import instruments
from survey.firms.results.report import report_of, report_with_record
from survey.jobs.batches.stored import StoredReports
from survey.storage import assessments, client_assessments, plans
from survey.storage.clients import Client
from survey.storage.plans import Means
from tests.integration.batches import ordered, work
from tests.integration.campaigns import OWN_GROUPS, campaign, publish, put_into, released
from tests.integration.consultancy import Consultancy
from tests.integration.dressed import advise, dressed
from tests.integration.handed_in import sample_answers

PROFILE = {"trade": "C", "people": "small", "country": "AT", "region": "AT-9"}


@pytest.fixture
def house(app: Flask) -> Consultancy:
    return dressed(app)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Made]:
    """What is drawn, in the order in which it is."""
    found: list[Made] = []
    drawn = reports.batch.drawn

    def noted(made: Made, edition: Edition, **more: str) -> object:
        found.append(made)
        return drawn(made, edition, **more)

    monkeypatch.setattr(reports.batch, "drawn", noted)
    return found


def stage(house: Consultancy, client: Client, **answers: object) -> str:
    """A further stage of the client that was handed in, with some of its first steps marked."""
    with house.app.app_context():
        public_id = client_assessments.start_for_client(client.id, instruments.current(), "interview")
        assessments.save(public_id, sample_answers() | answers, {})  # type: ignore[arg-type]
        assessments.submit(public_id, counted=False, role="adviser")
        first, second = list(instruments.current().actions_by_id)[:2]
        plans.mark(public_id, first, "done", "Since spring.", was=(None, ""))
        plans.mark(public_id, second, "planned", "Ask <b>Eva</b> first.", was=(None, ""))
        advise(public_id)
        plans.set_means(public_id, Means(2.0, 9000.0, None), was=Means(None, None, None))
    return public_id


def told(house: Consultancy, public_id: str, *, for_us: bool) -> tuple[FirmReport, bytes]:
    """What the client's results page offers an adviser of theirs."""
    member = house.members["adviser"]
    with house.app.test_request_context():
        assessment = assessments.find(public_id, "", ["adviser"], user=member.user_id)
        submission = assessments.submission(public_id)
        assert assessment is not None
        assert submission is not None
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("survey.visitor.user_id", lambda: member.user_id)
            if for_us:
                return report_with_record(assessment, submission)
            return report_of(assessment, submission, for_others=True), b""


@pytest.mark.parametrize("for_us", [True, False])
def test_each_report_is_the_one_that_the_results_page_offers(
    house: Consultancy, made: list[Made], for_us: bool
) -> None:
    clients = [house.add(name, profile=PROFILE) for name in ("Bakery Sun", "Haulage <Ltd>")]
    stages = [stage(house, client) for client in clients]
    stages[1] = stage(house, clients[1], largest_share=20)
    campaign(house.app)
    put_into(house.app, stages[0], {"sector": "metal"})
    with house.app.app_context():
        publish("spring", released("Spring survey", mean=50, **OWN_GROUPS))
        ordered(house.members["owner"], [client.public_id for client in clients], for_us=for_us, letter=for_us)
        work(house.app, of=StoredReports)
    assert [(one.report, one.record) for one in made] == [told(house, one, for_us=for_us) for one in stages]
    assert [one.report.progress is not None for one in made] == [False, True]
    assert [bool(one.report.letter) for one in made] == [for_us, for_us]
    assert ["“Spring survey”" in one.report.peers for one in made] == [True, False], "only one is in that campaign"
    assert all("A line <from> our pool" in one.report.adapted[2] for one in made)
