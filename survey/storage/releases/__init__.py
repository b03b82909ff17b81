"""Releases of campaigns as they are kept: made from what counts, read, published, withdrawn.

``reading`` is for whoever shows one; ``counting`` and ``history`` are what the next one is made from; ``keeping`` keeps
it; ``changing`` publishes and withdraws; ``ordering`` asks for one, and says how far it is.
"""

from survey.storage.releases.listing import Head, Listed, any_published, as_file, head, listed
from survey.storage.releases.reading import kept, latest, one, release, status, told
from survey.storage.releases.values import HeldBack, Making, Told

__all__ = [
    "Head",
    "HeldBack",
    "Listed",
    "Making",
    "Told",
    "any_published",
    "as_file",
    "head",
    "kept",
    "latest",
    "listed",
    "one",
    "release",
    "status",
    "told",
]
