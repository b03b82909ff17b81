"""Which release an address means, and who may see it: everybody, and a draft only whoever belongs to its body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort

from survey import visitor
from survey.storage import organisations, releases
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign, KeptRelease


@dataclass(frozen=True)
class Found:
    """A release without its figures. ``versions``: all of its campaign that this visitor may see, the newest first."""

    campaign: Campaign
    kept: KeptRelease
    versions: tuple[KeptRelease, ...]

    @property
    def is_draft(self) -> bool:
        return self.kept.status == "draft"

    @property
    def before(self) -> KeptRelease | None:
        """The release that this one is compared with: the last one before it that everybody can see."""
        earlier = (one for one in self.versions if one.number < self.kept.number)
        return next((one for one in earlier if one.status == "published"), None)

    @property
    def newer(self) -> KeptRelease | None:
        """The newest published one, where that is not this one."""
        newest = newest_of(self.versions)
        return newest if newest and newest.number > self.kept.number else None


def release(public_id: str, number: int) -> Found:
    """The release, if this visitor may see it; else the page that says neither why nor whether it exists."""
    return _of_number(*versions(public_id), number) or abort(404)


def with_figures(public_id: str, number: int) -> Found:
    """The same, where it was not withdrawn. Whoever asks is looked at only where not everybody may see it, so that what
    everybody may see goes out without a mark that it differs by cookie."""
    campaign, kept = _campaign(public_id)
    found = _of_number(campaign, tuple(filter(is_public, kept)), number) or release(public_id, number)
    return found if found.kept.status != "withdrawn" else abort(404)


def published(public_id: str, number: int) -> Found:
    """A release that everybody may read at this moment, whoever asks."""
    campaign, kept = _campaign(public_id)
    return _of_number(campaign, tuple(one for one in kept if one.status == "published"), number) or abort(404)


def versions(public_id: str) -> tuple[Campaign, tuple[KeptRelease, ...]]:
    """A campaign with those of its releases that this visitor may see; there is nothing where there are none."""
    campaign, kept = _campaign(public_id)
    found = kept if _is_theirs(campaign) else tuple(filter(is_public, kept))
    return (campaign, found) if found else abort(404)


def _campaign(public_id: str) -> tuple[Campaign, tuple[KeptRelease, ...]]:
    campaign = campaigns.public(public_id) or abort(404)
    return campaign, tuple(releases.kept(campaign.id))


def _of_number(campaign: Campaign, found: tuple[KeptRelease, ...], number: int) -> Found | None:
    kept = next((one for one in found if one.number == number), None)
    return Found(campaign, kept, found) if kept else None


def is_public(kept: KeptRelease) -> bool:
    """Whether everybody may know of it: a release that was withdrawn before anybody saw it never was there."""
    return kept.status == "published" or (kept.status == "withdrawn" and kept.published_at is not None)


def newest_of(found: Sequence[KeptRelease]) -> KeptRelease | None:
    return next((one for one in found if one.status == "published"), None)


def _is_theirs(campaign: Campaign) -> bool:
    """Whether the person signed in, if any, belongs to the body of this campaign."""
    user = visitor.user_id()
    if user is None or campaign.organisation_id is None:
        return False
    return any(one.organisation_id == campaign.organisation_id for one in organisations.memberships(user))
