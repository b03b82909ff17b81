"""What the document of the API promises is what it does: tried by invented requests, and by a client made of it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from survey import create_app, instruments
from survey.api.views import OPERATIONS
from survey.sending import DOCX, PDF, ZIP
from survey.storage import batches
from survey.storage.batches import Wish
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for
from tests.integration.members import organisation
from tests.integration.programs import API, Program, program
from tests.integration.publishing import by_hand, campaign, keep
from tests.integration.spared import uncounted

NAMES = sorted(view.__name__ for _method, _address, view in OPERATIONS)

EXAMPLES = int(os.environ.get("WAYMARK_API_EXAMPLES", "4"))
"""Requests of each kind to each operation; in the hundreds before a release."""

SLOW = {"get_report_pdf", "get_report_docx"}
"""Each of these takes a second, whatever is asked."""

JUDGED = {"add_client", "change_client", "add_assessment", "order_batch"}
"""What they are sent can be as the document says, and yet name a region of another country or an unknown client."""


MODES = {"right": GenerationMode.POSITIVE, "wrong": GenerationMode.NEGATIVE}

IMPOSSIBLE = {("list_releases", "wrong")}
"""It takes nothing, not even a key, about which something could be wrong."""


@dataclass(frozen=True)
class Site:
    """An organisation with one client that handed in an assessment, and a batch of its report."""

    us: Consultancy
    program: Program
    schema: Any
    places: dict[str, Any]


@pytest.fixture(scope="module")
def site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("api")
    (folder / "waymark.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    app = create_app(settings_for(folder))
    us = consultancy(app)
    client = us.add("Bakery", ref="K-1", tags=["food"])
    places: dict[str, Any] = {"client_id": client.public_id, "assessment_id": us.finish(client), "position": 0}
    with app.app_context():
        places["batch_id"] = batches.begin(us.members["adviser"], Wish("Spring", (client.public_id,), "en_GB"), "first")
    places |= {"campaign": "spring", "number": 1}
    with app.test_request_context():
        keep(app, campaign(app, organisation(app, "Chamber", "body")), by_hand(instruments.current()))
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app)
    with uncounted():
        yield Site(us, program(app, us.members["adviser"]), schema, places)
    close(app)


def test_the_document_is_openapi_3_1(site: Site) -> None:
    """The schema of such documents lies with the library that reads them here."""
    document = site.us.app.test_client().get(f"{API}/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    site.schema.validate()
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    named = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    assert named == set(NAMES)


def test_every_refusal_is_told_in_one_shape(site: Site) -> None:
    document = site.us.app.test_client().get(f"{API}/openapi.json").get_json()
    for path in document["paths"].values():
        for described in path.values():
            refused = {status: one for status, one in described["responses"].items() if int(status) >= 400}
            assert {"400", "405", "422", "429", "500"} <= refused.keys()
            assert ("401" in refused) == (described["security"] != [])
            shape = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            assert all(one["content"] == shape for one in refused.values())


@pytest.mark.parametrize(
    ("operation", "mode"), [(name, mode) for name in NAMES for mode in MODES if (name, mode) not in IMPOSSIBLE]
)
def test_invented_requests_are_answered_as_the_document_says(site: Site, operation: str, mode: str) -> None:
    right = mode == "right"
    left_out = [CHECKS.get_one("positive_data_acceptance")] if operation in JUDGED else []
    headers = {"Authorization": f"Bearer {site.program.token}"}
    number = max(1, EXAMPLES // 4) if right and operation in SLOW else EXAMPLES

    @given(case=site.schema.find_operation_by_id(operation).as_strategy(generation_mode=MODES[mode]))
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        if right:
            case.path_parameters |= {name: site.places[name] for name in case.path_parameters}
        # What is wrong must also be sent: an empty list or object in an address is nothing at all.
        assume(not any(value in ([], {}, None) for value in (case.query or {}).values()))
        case.call_and_validate(headers=headers, excluded_checks=left_out)

    ask()


@pytest.fixture(scope="module")
def made(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A client for Python made from the document by somebody else's program."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "openapi.json").write_bytes(site.us.app.test_client().get(f"{API}/openapi.json").data)
    overrides = dict.fromkeys((PDF, DOCX, ZIP), "application/octet-stream")
    config = {"post_hooks": [], "content_type_overrides": overrides}
    (folder / "config.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", "openapi.json", "--config", "config.json", "--output-path", "waymark_made"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("waymark_made")
    sys.path.remove(str(folder))


def test_a_client_made_from_the_document_works(site: Site, made: ModuleType) -> None:
    """It adds a client, hands in answers, reads the scores, gets the report and orders a batch."""

    def call(of: str, name: str, **given: Any) -> Any:
        return importlib.import_module(f"waymark_made.api.{of}.{name}").sync(client=client, **given)

    models = importlib.import_module("waymark_made.models")
    client = made.AuthenticatedClient("http://localhost", token=site.program.token, raise_on_unexpected_status=True)
    client.set_httpx_client(
        httpx.Client(
            base_url="http://localhost",
            headers={"Authorization": f"Bearer {site.program.token}"},
            transport=httpx.WSGITransport(app=site.us.app),
        )
    )
    added = call("clients", "add_client", body=models.NewClient(name="Joinery", ref="K-2"), idempotency_key="one")
    again = call("clients", "add_client", body=models.NewClient(name="Joinery", ref="K-2"), idempotency_key="one")
    assert added.id == again.id
    given = site.program.get(f"/assessments/{site.places['assessment_id']}/answers")
    answers = models.NewAssessmentAnswers.from_dict(given["answers"])
    handed_in = models.NewAssessment(instrument="sme-readiness@1", stage="T0", answers=answers)
    assessment = call("assessments", "add_assessment", client_id=added.id, body=handed_in)
    scores = call("assessments", "get_assessment", assessment_id=assessment.id).scores
    assert scores.overall == 36.4757
    assert {one.id for one in scores.dimensions} >= {"security", "people"}
    report = call("reports", "get_report_docx", assessment_id=assessment.id)
    assert report.payload.read().startswith(b"PK")
    batch = call("batches", "order_batch", body=models.NewBatch(name="Summer", clients=[added.id]))
    assert (batch.total, batch.status) == (1, "waiting")
    [listed] = call("clients", "list_clients", q="joinery").items
    assert listed.result.overall == scores.overall


def test_an_error_of_that_client_says_what_and_where(site: Site, made: ModuleType) -> None:
    models = importlib.import_module("waymark_made.models")
    client = made.AuthenticatedClient("http://localhost", token=site.program.token)
    transport = httpx.WSGITransport(app=site.us.app)
    headers = {"Authorization": f"Bearer {site.program.token}"}
    client.set_httpx_client(httpx.Client(base_url="http://localhost", headers=headers, transport=transport))
    add = importlib.import_module("waymark_made.api.clients.add_client")
    # One of its own: the client of the site may have been given another number by an invented request.
    twice = [add.sync(client=client, body=models.NewClient(name="Tailor", ref="K-3")) for _ in range(2)]
    problem = twice[1]
    assert isinstance(problem, models.Problem)
    assert (problem.status, problem.code, problem.errors[0].loc) == (409, "ref_taken", ["body", "ref"])
