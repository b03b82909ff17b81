"""Batches: ordered once, made, packed, halted, ended, and gone when their time is over. The same on both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.storage import batches
from survey.storage.values import Member
from tests.integration.batching import archive, batch, finished, ordered, words_of, work


@pytest.fixture
def shops(us: Member) -> tuple[str, ...]:
    return finished(us, "Bakery Sun", "Bakery Moon", "Bakery <Star>")


def test_a_batch_gives_an_archive_with_a_report_of_each_client(
    us: Member, shops: tuple[str, ...], stored: Flask
) -> None:
    public_id = ordered(us, shops)
    assert (batch(us, public_id).status, batch(us, public_id).total) == ("waiting", 3)
    work(stored)
    found = batch(us, public_id)
    assert (found.status, found.done, found.failed, found.by) == ("done", 3, 0, us.name)
    with archive(us, public_id) as kept:
        assert kept.testzip() is None
        assert kept.namelist() == ["Bakery Sun.pdf", "Bakery Moon.pdf", "Bakery Star.pdf", "index.xlsx"]
        assert "Bakery <Star>" in words_of(kept.read("Bakery Star.pdf"))
        assert [batches.report_file(us.organisation_id, public_id, at) for at in range(4)] == [
            *((name, kept.read(name)) for name in kept.namelist()[:3]), None,
        ]  # fmt: skip
