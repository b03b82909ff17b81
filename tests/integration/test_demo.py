"""``waymark demo``: what a visitor finds to look around in, told apart from what is real, and never counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.release.grouping import SECTOR_GROUPS
from survey import create_app, instruments
from survey.bodies.help.sheet import abouts
from survey.demo import filling
from survey.demo.firms import MARK, invented
from survey.storage import assessments, client_assessments, clients, help_offers, inventing
from survey.storage.campaigns import finding
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import (
    AssessmentRow,
    CampaignInvitationRow,
    CampaignRow,
    ClientRow,
    HelpRow,
    OrganisationRow,
    ReleaseRow,
    UserRow,
    now,
)
from tests.integration.called import kept_release, made
from tests.integration.databases import close, settings_for
from tests.integration.members import member, organisation
from tests.integration.people import sign_in
from tests.integration.portfolios import client, finished


@pytest.fixture(scope="module")
def filled(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder with all of it, to be copied, and the password of the three accounts."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(migrated_sqlite, folder / "waymark.sqlite3")
    app = create_app(settings_for(folder))
    with app.app_context():
        password = filling.fill()
    close(app)
    return folder, password


@pytest.fixture
def demo(filled: tuple[Path, str]) -> str:
    return filled[1]


@pytest.fixture
def sqlite_url(filled: tuple[Path, str], tmp_path: Path) -> str:
    shutil.copytree(filled[0], tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'waymark.sqlite3'}"


def test_three_organisations_and_400_firms_are_there_and_all_are_marked(app: Flask, demo: str) -> None:
    with app.app_context(), reading() as session:
        organisations = session.scalars(sa.select(OrganisationRow)).all()
        known = session.scalars(sa.select(ClientRow.name)).all()
        alone = session.scalars(sa.select(AssessmentRow).where(AssessmentRow.client_id.is_(None))).all()
        rows = session.scalars(sa.select(AssessmentRow)).all()
    assert [one.kind for one in organisations] == ["consultancy", "consultancy", "body"]
    assert len(known) + len({row.series for row in alone}) == 400
    assert all(one.invented and one.name.endswith(MARK) for one in organisations)
    assert all(row.invented and row.profile["firm"].endswith(MARK) and not row.counted for row in rows)
    assert all(name.endswith(MARK) for name in known)


def test_every_state_and_every_level_is_among_them(app: Flask, demo: str) -> None:
    with app.app_context(), reading() as session:
        states = set(session.scalars(sa.select(client_assessments.state_of())))
        stages = set(session.scalars(sa.select(AssessmentRow.stage)))
        levels = {row.level for row in session.execute(sa.select(client_assessments.LEVEL))}
    assert states == {"invited", "begun", "stalled", "finished"}
    assert stages == {"T0", "T1", "T2"}
    assert levels - {None} == {0, 1, 2, 3, 4}


def test_who_leads_one_signs_in_and_reads_on_every_page_that_the_firms_are_invented(app: Flask, demo: str) -> None:
    visitor, page = sign_in(app, filling.SHOWN[0].address, demo)
    assert "They are nobody, and never counted" in page.html
    assert "all 170" in page.text
    first = next(address for address, words in page.links().items() if words.endswith(MARK) and "/clients/" in address)
    assert "They are nobody, and never counted" in visitor.get(first).html


def test_no_consent_counts_an_invented_firm_nor_one_that_is_begun_among_them(app: Flask, demo: str) -> None:
    with app.app_context():
        with reading() as session:
            handed_in = session.scalars(sa.select(AssessmentRow).filter_by(status="submitted")).first()
            waiting = session.scalars(
                sa.select(ClientRow.id).where(~sa.exists().where(AssessmentRow.client_id == ClientRow.id))
            ).first()
        assert handed_in is not None
        assert waiting is not None
        assessments.set_counted(handed_in.public_id, True)
        begun = client_assessments.start_for_client(waiting, instruments.current(), "self")
        assessments.submit(begun, counted=True)
        with reading() as session:
            assert session.scalars(sa.select(AssessmentRow).where(AssessmentRow.counted)).all() == []


def test_removing_leaves_what_is_real(app: Flask, demo: str) -> None:
    ours = member(app, organisation(app, "Quay Advisers"))
    with app.app_context():
        bakery = client(ours.organisation_id, "Bakery")
        finished(bakery, {"till": "owner"})
        assert inventing.is_there()
        filling.remove()
        assert not inventing.is_there()
        assert clients.find(ours.organisation_id, bakery.public_id) is not None
        with reading() as session:
            assert [one.name for one in session.scalars(sa.select(OrganisationRow))] == ["Quay Advisers"]
            assert session.scalars(sa.select(UserRow.email)).all() == [ours.email]
            assert len(session.scalars(sa.select(AssessmentRow)).all()) == 1


def test_the_same_seed_invents_the_same_firms_with_different_names(app: Flask) -> None:
    with app.app_context():
        moment = now()
        firms = invented(instruments.current(), 50, moment, 1)
        assert firms == invented(instruments.current(), 50, moment, 1)
        assert len({firm.name for firm in firms}) == 50
        assert firms != invented(instruments.current(), 50, moment, 2)


def test_the_body_has_a_campaign_that_its_firms_answer_and_a_directory_of_help(app: Flask, demo: str) -> None:
    with app.app_context():
        instrument, campaign = instruments.current(), _campaign()
        with reading() as session:
            rows = session.scalars(sa.select(AssessmentRow).filter_by(campaign_id=campaign.id)).all()
            guests = session.scalars(sa.select(CampaignInvitationRow)).all()
        offers = help_offers.offers(campaign.organisation_id or 0, instrument.id)
        helped = help_offers.of_assessments([row.id for row in rows])
    assert campaign.invented
    assert campaign.is_open(now().date())
    assert campaign.name.endswith(MARK)
    assert (len(campaign.lists.region), len(campaign.lists.group), len(campaign.questions)) == (5, 3, 2)
    assert {quota.sector for quota in campaign.quotas} <= {"", *SECTOR_GROUPS.values()}
    assert len({row.series for row in rows}) == 100
    assert {row.taking_part["region"] for row in rows} == {entry.id for entry in campaign.lists.region}
    assert sum(row.invitation_id is not None for row in rows) + 25 == len(guests)
    assert all(guest.firm.endswith(MARK) for guest in guests)
    assert len(offers) == 5
    assert {offer.about for offer in offers} <= set(abouts(instrument))
    assert all(offer.name.endswith(MARK) for offer in offers)
    assert all(len(found) >= 2 for found in helped.values())


def test_no_release_is_made_of_invented_firms_and_removing_leaves_nothing_of_their_campaign(
    app: Flask, demo: str
) -> None:
    """As many as they are, and although they came by codes: not one of them counts, even where the database says so."""
    with app.app_context():
        campaign = _campaign()
        with writing() as session:
            session.execute(sa.update(AssessmentRow).values(counted=True))
    assert made(app, campaign) is None
    visitor, page = sign_in(app, filling.SHOWN[2].address, demo)
    page = visitor.get(f"{page.address.rpartition('/')[0]}/campaigns/{campaign.public_id}/releases")
    assert "Fewer than 11 firms count so far" in page.text
    with app.app_context():
        kept_release(campaign)
        filling.remove()
        with reading() as session:
            for kind in (CampaignRow, CampaignInvitationRow, ReleaseRow, HelpRow, AssessmentRow):
                assert session.scalar(sa.select(sa.func.count()).select_from(kind)) == 0


def _campaign() -> Campaign:
    """Of the body; to be called in a context of the application."""
    with reading() as session:
        (found,) = session.scalars(sa.select(CampaignRow.id))
    campaign = finding.numbered(found)
    assert campaign is not None
    return campaign
