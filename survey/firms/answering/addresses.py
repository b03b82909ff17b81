"""The addresses at which a firm answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.firms.answering import autosave, interview, profile, questions, review, so_far

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/start", "start", profile.start, ["GET", "POST"]),
    ("/a/<public_id>/profile", "profile", profile.change, ["GET", "POST"]),
    ("/a/<public_id>/questions/<page_id>", "questions", questions.questions, ["GET", "POST"]),
    ("/a/<public_id>/answers/<question_id>", "save_answer", autosave.save_answer, ["POST"]),
    ("/a/<public_id>/interview", "interview", interview.interview, ["GET", "POST"]),
    ("/a/<public_id>/so-far", "so_far", so_far.so_far, ["GET"]),
    ("/a/<public_id>/review", "review", review.review, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (
    profile.start,
    profile.change,
    questions.questions,
    autosave.save_answer,
    interview.interview,
    review.review,
)
"""These check the token in their own form, and draw the page again with everything that was typed."""
