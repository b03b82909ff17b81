"""Portfolios: all current clients of an organisation side by side.

``reading`` takes them from the database and ``keeping`` keeps them until one changes; ``held`` is what was read;
``waiting`` are clients whose assessment waits for somebody, and those with a tag; ``stages`` those of one client.
"""

from survey.storage.portfolios.held import Held
from survey.storage.portfolios.keeping import Kept, kept
from survey.storage.portfolios.stages import Reached, Series, series_of
from survey.storage.portfolios.waiting import Waiting, tagged

__all__ = ["Held", "Kept", "Reached", "Series", "Waiting", "kept", "series_of", "tagged"]
