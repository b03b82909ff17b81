"""Countries and their regions, to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pycountry
from babel import Locale

from scoring.trades import plain


def countries(locale: Locale) -> list[tuple[str, str]]:
    """(ISO 3166-1 code, name) of every country, named and sorted for this language."""
    names = locale.territories
    return _sorted((country.alpha_2, names.get(country.alpha_2, country.name)) for country in pycountry.countries)


@lru_cache(maxsize=256)
def regions(country: str) -> list[tuple[str, str]]:
    """(ISO 3166-2 code, name) of the first-level regions of a country; none for an unknown one."""
    if pycountry.countries.get(alpha_2=country) is None:
        return []
    found = pycountry.subdivisions.get(country_code=country) or ()
    return _sorted((region.code, region.name) for region in found if region.parent_code is None)


def _sorted(places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(places, key=lambda place: plain(place[1]))
