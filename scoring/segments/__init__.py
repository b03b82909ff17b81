"""Segments: distinct groups of firms where the answers show them, else slices of a continuum, or typical firms.

``model`` says what segments are, ``words`` what they are called. ``fitting`` is the way to them: ``examining`` tests
whether firms fall into groups, with ``clustering`` and ``dip``. ``place`` tells firms their segment; ``publishing``
rounds what may be seen by all, ``files`` writes and reads. ``fit`` loads scikit-learn when it is called; the rest does
without, so that showing a firm its segment costs no seconds.
"""

from scoring.scores import Scores
from scoring.segments.files import from_json, load, save, to_json
from scoring.segments.model import Segment, Segments, SegmentsError
from scoring.segments.place import place
from scoring.segments.publishing import publishable, published_in

__all__ = [
    "Segment",
    "Segments",
    "SegmentsError",
    "fit",
    "from_json",
    "load",
    "place",
    "publishable",
    "published_in",
    "save",
    "to_json",
]


def fit(scores: Scores, *, seed: int = 0) -> Segments:
    """Find the segments of n firms: see ``scoring.segments.fitting.fit``."""
    from scoring.segments import fitting  # noqa: PLC0415 - scikit-learn takes seconds, and few need it

    return fitting.fit(scores, seed=seed)
