"""The addresses of a campaign's releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.bodies.releases import acting, page, previewing
from survey.storage.values import HIGHEST_ID

ALL = "/campaigns/<campaign>/releases"
ONE = f"{ALL}/<int(max={HIGHEST_ID}):number>"

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    (ALL, "releases", page.releases, ["GET"]),
    (f"{ALL}/make", "make_release", acting.make_release, ["POST"]),
    (f"{ALL}/preview", "preview_release", previewing.preview_release, ["GET"]),
    (f"{ALL}/merge", "merge_groups", previewing.merge_groups, ["POST"]),
    (ONE, "release", page.release, ["GET"]),
    (f"{ONE}/note", "note_release", acting.note_release, ["GET", "POST"]),
    (f"{ONE}/publish", "publish_release", acting.publish_release, ["GET", "POST"]),
    (f"{ONE}/withdraw", "withdraw_release", acting.withdraw_release, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (acting.note_release, acting.withdraw_release)
"""These check the token in their own form, and draw the page again with everything that was typed."""
