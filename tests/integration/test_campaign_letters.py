"""Letters to invited firms: each with a code of its own, and reminders that name nobody. On both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.jobs.worker import work_once
from survey.storage import assessments, jobs, migrations
from survey.storage.campaigns import inviting, letters
from survey.storage.campaigns.inviting import Guest
from survey.storage.campaigns.letters import TooSoonError
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading
from survey.storage.jobs import Job
from survey.storage.models import CampaignInvitationRow, JobRow, now
from tests.integration.databases import close, settings_for
from tests.integration.invited import Firm, at, campaign, take_part
from tests.integration.mailbox import Mailbox, mail_server

LEASE = timedelta(minutes=1)
LONG_AGO = timedelta(days=8)


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    return campaign(stored)


def addressed(of: Campaign, many: int) -> list[int]:
    """Invitations with an address each, whose codes were made."""
    inviting.add(of.id, [Guest(email=f"a{number}@firm.example") for number in range(many)])
    return [coded.line.id for coded in inviting.make_codes(of.id)]


def claimed() -> Iterator[Job]:
    while job := jobs.claim([letters.KIND], LEASE):
        yield job


def written_to() -> list[int]:
    """The invitations that letters are made for, once all that were ordered are."""
    return sorted(letter.invitation_id for job in claimed() if (letter := letters.fresh(job)))


def ordered() -> int:
    with reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(JobRow)) or 0


def test_a_letter_carries_a_new_code_and_ends_the_one_before(spring: Campaign) -> None:
    inviting.add(spring.id, [Guest(email="a@firm.example"), Guest("No address")])
    [with_address, _without] = inviting.make_codes(spring.id)
    assert letters.waiting(spring.id).invitations == 1
    assert letters.order_invitations(spring.id, "en_GB") == 1
    assert letters.order_invitations(spring.id, "en_GB") == 0
    [job] = claimed()
    letter = letters.fresh(job)
    assert letter is not None
    assert (letter.address, letter.language, letter.campaign.name) == ("a@firm.example", "en_GB", "Spring")
    assert inviting.opened(with_address.code) is None
    found = inviting.opened(letter.code)
    assert found is not None
    assert found.invitation_id == letter.invitation_id


def test_who_has_begun_is_invited_like_the_others(spring: Campaign) -> None:
    """A body that typed a mailbox of its own, or one that does not exist, would else see that the firm has."""
    begun, other = addressed(spring, 2)
    letters.order_invitations(spring.id, "en_GB")
    take_part(spring, Firm(begun, handed_in=False))
    assert written_to() == [begun, other]


def test_a_letter_that_is_refused_leaves_the_code_before(spring: Campaign) -> None:
    inviting.add(spring.id, [Guest(email="a@firm.example")])
    [coded] = inviting.make_codes(spring.id)
    letters.order_invitations(spring.id, "en_GB")
    [job] = claimed()
    letter = letters.fresh(job)
    assert letter is not None
    letters.not_delivered(job, letter)
    assert inviting.opened(letter.code) is None
    assert inviting.opened(coded.code) is not None
    assert letters.waiting(spring.id).invitations == 1


def test_that_a_reminder_was_refused_the_list_does_not_tell(spring: Campaign) -> None:
    addressed(spring, 1)
    at(spring, "sent_at", now() - LONG_AGO)
    before = inviting.listing(spring.id)
    letters.order_reminders(spring.id, "en_GB")
    [job] = claimed()
    letter = letters.fresh(job)
    assert letter is not None
    letters.not_delivered(job, letter)
    assert inviting.listing(spring.id) == before


def test_all_are_reminded_whatever_became_of_them_but_who_asked_for_no_reminders(spring: Campaign) -> None:
    finished, begun, deleted, silent, withdrawn, other = addressed(spring, 6)
    take_part(spring, Firm(finished))
    take_part(spring, Firm(begun, handed_in=False))
    assessments.delete(take_part(spring, Firm(deleted)))
    inviting.silence(silent)
    inviting.withdraw(spring.id, [withdrawn])
    before = inviting.listing(spring.id)
    assert letters.order_reminders(spring.id, "en_GB") == 5, "whoever asked for none"
    assert inviting.listing(spring.id) == before
    assert written_to() == [finished, begun, deleted, other]


def test_a_reminder_is_ordered_alike_for_who_has_finished_and_who_has_not(spring: Campaign) -> None:
    """So neither how much is written nor how long that takes tells who has, and the same moment stands at all."""
    both = addressed(spring, 2)
    take_part(spring, Firm(both[0]))
    letters.order_reminders(spring.id, "en_GB")
    assert ordered() == 2
    with reading() as session:
        assert session.scalar(sa.select(sa.func.count(sa.distinct(CampaignInvitationRow.reminded_at)))) == 1


def test_firms_are_reminded_once_in_a_week(spring: Campaign) -> None:
    addressed(spring, 2)
    letters.order_reminders(spring.id, "en_GB")
    assert letters.waiting(spring.id).not_before is not None
    with pytest.raises(TooSoonError):
        letters.order_reminders(spring.id, "en_GB")
    at(spring, "reminded_at", now() - LONG_AGO)
    assert letters.waiting(spring.id).not_before is None
    letters.order_reminders(spring.id, "en_GB")
    assert ordered() == 4


def test_who_was_invited_just_now_or_has_no_code_is_not_reminded(spring: Campaign) -> None:
    addressed(spring, 2)
    letters.order_invitations(spring.id, "en_GB")
    inviting.add(spring.id, [Guest(email="later@firm.example")])
    assert letters.waiting(spring.id).reminders == 0
    at(spring, "sent_at", now() - LONG_AGO)
    assert letters.waiting(spring.id).reminders == 2


def test_letters_are_sent_with_the_words_of_the_campaign_and_nothing_that_leads_elsewhere(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as server:
        mail = {"smtp_url": f"smtp://{server}?tls=no", "public_url": "https://s.example", "mail_from": "us@s.example"}
        app = create_app(settings_for(tmp_path, **mail))
        migrations.upgrade(app)
        with app.app_context():
            spring = campaign(
                app, name="Spring <b>1</b>", welcome="Dear member, see http://evil.example/x or www.evil.example now."
            )
            addressed(spring, 1)
            letters.order_invitations(spring.id, "en_GB")
        assert work_once(app)
        [letter] = mailbox.taken
        text = letter.get_content()
        [link] = [line for line in text.splitlines() if line.startswith("https://s.example/i/")]
        [silence] = [line for line in text.splitlines() if line.startswith("https://s.example/no-reminders/")]
        with app.app_context():
            assert inviting.opened(link.rpartition("/")[2]) is not None
        assert "evil.example" not in text
        assert "://" not in text.replace(link, "").replace(silence, "")
        client = app.test_client()
        assert client.get(silence).status_code == 200
        with app.app_context(), reading() as session:
            assert session.scalar(sa.select(CampaignInvitationRow.silent_at)) is None
        close(app)
