"""The addresses of the portfolio: all clients side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.portfolio import page, pdf

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/portfolio", "portfolio", page.portfolio, ["GET"]),
    ("/portfolio/call/<which>", "portfolio_call", page.portfolio_call, ["GET"]),
    ("/portfolio.xlsx", "portfolio_xlsx", page.portfolio_xlsx, ["GET"]),
    ("/portfolio.pdf", "portfolio_pdf", pdf.portfolio_pdf, ["GET"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""These check the token in their own form, and draw the page again with everything that was typed."""
