"""The addresses at which a firm finds its results and takes them along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.firms.results import ask, files, page, plan, stages

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/a/<public_id>/results", "results", page.page, ["GET"]),
    ("/a/<public_id>/results.pdf", "pdf", files.pdf, ["GET"]),
    ("/a/<public_id>/results.docx", "docx", files.docx, ["GET"]),
    ("/a/<public_id>/results.pdf", "pdf_with_address", files.pdf_with_address, ["POST"]),
    ("/a/<public_id>/summary.pdf", "summary_pdf", files.summary_pdf, ["GET"]),
    ("/a/<public_id>/plan.xlsx", "plan_sheet", files.plan_sheet, ["GET"]),
    ("/a/<public_id>/plan.ics", "plan_calendar", files.plan_calendar, ["GET"]),
    ("/a/<public_id>/answers.json", "answers_json", files.answers_json, ["GET"]),
    ("/a/<public_id>/answers.csv", "answers_csv", files.answers_csv, ["GET"]),
    ("/a/<public_id>/plan", "means", plan.means, ["POST"]),
    ("/a/<public_id>/plan/<action_id>", "mark", plan.mark, ["POST"]),
    ("/a/<public_id>/ask", "ask", ask.ask, ["GET"]),
    ("/a/<public_id>/update", "update", stages.update, ["POST"]),
    ("/a/<public_id>/update/end", "keep", stages.keep, ["POST"]),
    ("/a/<public_id>/again", "again", stages.again, ["POST"]),
    ("/a/<public_id>/consent", "consent", stages.consent, ["POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (plan.mark, plan.means)
"""These check the token in their own form, and draw the page again with everything that was typed."""
