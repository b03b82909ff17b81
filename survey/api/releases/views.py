"""Published releases as programs read them: the same for everybody, so that nobody needs a key."""

from __future__ import annotations

from flask import Response, abort, url_for

from survey.api.document import File
from survey.api.operations import operation
from survey.api.releases.models import PublishedRelease, PublishedReleases
from survey.published import finding
from survey.sending import JSON
from survey.storage import releases
from survey.storage.releases import Listed

RELEASE = File((JSON,), {"type": "object", "required": ["format", "campaign", "number", "tables", "checksum"]})


@operation(None, tag="releases", returns=PublishedReleases, public=True)
def list_releases() -> PublishedReleases:
    """List published releases

    Of every campaign the newest."""
    return PublishedReleases(items=[_told(one) for one in releases.listed()])


@operation(None, tag="releases", returns=RELEASE, public=True)
def get_release(campaign: str, number: int) -> Response:
    """Get a published release

    The bytes of `figures.json` on its page: the release itself, with a checksum. What its names mean stands in
    `codebook.json` beside it. A release that was withdrawn is gone."""
    found = finding.published(campaign, number)
    return Response(releases.as_file(found.campaign.id, number) or abort(404), mimetype=JSON)


def _told(one: Listed) -> PublishedRelease:
    return PublishedRelease(
        campaign=one.campaign,
        name=one.name,
        publisher=one.organisation_name,
        number=one.number,
        date=one.day,
        n=one.n,
        page=url_for("published.release", campaign=one.campaign, number=one.number),
    )
