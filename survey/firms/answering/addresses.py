"""The addresses at which a firm answers."""

from __future__ import annotations

from survey.firms.answering import profile, questions, review

ADDRESSES = (
    ("/start", "start", profile.start, ["GET", "POST"]),
    ("/a/<public_id>/profile", "profile", profile.change, ["GET", "POST"]),
    ("/a/<public_id>/questions/<page_id>", "questions", questions.questions, ["GET", "POST"]),
    ("/a/<public_id>/review", "review", review.review, ["GET", "POST"]),
)

OWN_TOKEN_CHECK = (profile.start, profile.change, questions.questions, review.review)
"""These check the token in their own form, and draw the page again with everything that was typed."""
