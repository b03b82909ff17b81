"""The addresses at which a firm finds its results and takes them along."""

from __future__ import annotations

from survey.firms.results import files, page

ADDRESSES = (
    ("/a/<public_id>/results", "results", page.page, ["GET"]),
    ("/a/<public_id>/results.pdf", "pdf", files.pdf, ["GET"]),
    ("/a/<public_id>/answers.json", "answers_json", files.answers_json, ["GET"]),
    ("/a/<public_id>/answers.csv", "answers_csv", files.answers_csv, ["GET"]),
)
