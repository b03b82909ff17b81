"""From the answers to one questionnaire to what they show of another, with stated coverage and nothing invented."""

from scoring.crosswalk.concluding import Crosswalked, crosswalk, crosswalk_table
from scoring.crosswalk.coverage import Coverage, coverage_of
from scoring.crosswalk.definition import Crosswalk, CrosswalkError, Item, check_crosswalks, load_crosswalk

__all__ = [
    "Coverage",
    "Crosswalk",
    "CrosswalkError",
    "Crosswalked",
    "Item",
    "check_crosswalks",
    "coverage_of",
    "crosswalk",
    "crosswalk_table",
    "load_crosswalk",
]
