"""The addresses of the firms' front door, and which function answers each."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import get_locale

from survey.extensions import csrf
from survey.firms import frame, pages
from survey.firms.answering import profile, questions, review
from survey.firms.results import page as results
from survey.firms.sharing import links

bp = Blueprint("firms", __name__)
bp.add_app_template_global(get_locale)
bp.add_app_template_global(frame.page_title)
bp.add_app_template_global(frame.languages)

HIGHEST_ID = 2**31 - 1
"""What an integer column of PostgreSQL holds; asking for more than a database can hold is an error of its own."""

ADDRESSES = (
    ("/", "landing", pages.landing, ["GET"]),
    ("/method", "method", pages.method, ["GET"]),
    ("/privacy", "privacy", pages.privacy, ["GET"]),
    ("/start", "start", profile.start, ["GET", "POST"]),
    ("/a/<public_id>", "go_on", links.go_on, ["GET"]),
    ("/a/<public_id>/profile", "profile", profile.change, ["GET", "POST"]),
    ("/a/<public_id>/questions/<page_id>", "questions", questions.questions, ["GET", "POST"]),
    ("/a/<public_id>/review", "review", review.review, ["GET", "POST"]),
    ("/a/<public_id>/results", "results", results.page, ["GET"]),
    ("/a/<public_id>/results.pdf", "pdf", results.pdf, ["GET"]),
    ("/a/<public_id>/answers.json", "answers_json", results.answers_json, ["GET"]),
    ("/a/<public_id>/answers.csv", "answers_csv", results.answers_csv, ["GET"]),
    ("/a/<public_id>/link", "link", links.link, ["GET", "POST"]),
    (f"/a/<public_id>/link/<int(max={HIGHEST_ID}):link_id>/end", "revoke", links.revoke, ["POST"]),
    ("/a/<public_id>/forget", "forget", links.forget, ["POST"]),
    ("/a/<public_id>/delete", "delete", links.delete, ["GET", "POST"]),
    ("/r/<token>", "resume", links.resume, ["GET", "POST"]),
)

for address, endpoint, view, methods in ADDRESSES:
    bp.add_url_rule(address, endpoint, view, methods=methods)

# These check the token in their own form, and draw the page again with everything that was typed.
for view in (profile.start, profile.change, questions.questions, review.review):
    csrf.exempt(view)
