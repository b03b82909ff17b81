"""The addresses of a body's campaigns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.bodies.campaigns import (
    lists,
    pages,
    population,
    publishing,
    questions,
    quotas,
    removing,
    settings,
)

_SETTINGS = "/campaigns/<campaign>/settings"

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/campaigns", "campaigns", pages.campaigns, ["GET"]),
    ("/campaigns/new", "new_campaign", pages.new_campaign, ["GET", "POST"]),
    ("/campaigns/<campaign>", "campaign", pages.campaign, ["GET"]),
    ("/campaigns/<campaign>/delete", "delete_campaign", removing.delete_campaign, ["GET", "POST"]),
    ("/campaigns/<campaign>/logo.png", "campaign_logo", settings.campaign_logo, ["GET"]),
    (_SETTINGS, "settings", settings.settings, ["GET", "POST"]),
    (f"{_SETTINGS}/logo", "change_campaign_logo", settings.change_campaign_logo, ["POST"]),
    (f"{_SETTINGS}/lists", "lists", lists.lists, ["GET", "POST"]),
    (f"{_SETTINGS}/questions", "own_questions", questions.own_questions, ["GET", "POST"]),
    (f"{_SETTINGS}/questions/add", "new_question", questions.new_question, ["GET", "POST"]),
    (f"{_SETTINGS}/questions/of/<question>", "own_question", questions.own_question, ["GET", "POST"]),
    (f"{_SETTINGS}/quotas", "quotas", quotas.quotas, ["GET", "POST"]),
    (f"{_SETTINGS}/population", "population", population.population, ["GET", "POST"]),
    (f"{_SETTINGS}/population.csv", "population_sheet", population.population_sheet, ["GET"]),
    (f"{_SETTINGS}/population/file", "population_upload", population.population_upload, ["POST"]),
    (f"{_SETTINGS}/publishing", "publishing", publishing.publishing, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (
    pages.new_campaign,
    removing.delete_campaign,
    settings.settings,
    settings.change_campaign_logo,
    lists.lists,
    questions.own_questions,
    questions.new_question,
    questions.own_question,
    quotas.quotas,
    population.population,
    population.population_upload,
    publishing.publishing,
)
"""These check the token in their own form, and draw the page again with everything that was typed."""
