"""The pages by which a body has releases made, sees what they leave out, and publishes or withdraws them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from survey.storage.campaigns.values import Campaign
from survey.storage.database import writing
from survey.storage.models import CampaignRow
from survey.storage.releases import changing, kept, ordering
from survey.storage.values import MemberRole
from tests.integration.called import SMALL, Body, answer, body, firms, made
from tests.integration.pages import Page


@pytest.fixture
def chamber(app: Flask) -> Body:
    return body(app)


def test_x(chamber: Body, app: Flask) -> None:
    spring = chamber.campaign
    with app.app_context():
        answer(spring, firms(60))
    page = chamber.get("")
    print(page.text)
    print(chamber.get("/preview").text)
    made(app, spring)
    print(chamber.get("").text)
    print(chamber.get("/1").text)
    for a in ("/1/note", "/1/publish", "/1/withdraw"):
        print(chamber.get(a, "owner").text)
