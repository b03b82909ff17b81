"""Logs: what is written where, without the tokens of links and the keys of programs."""

from __future__ import annotations

import logging
import logging.config
import re
from typing import Any

_BEFORE_TOKENS = ("r", "set", "confirm", "address", "invitation", "i", "no-reminders")
"""What stands in a path before a token."""

# However the path is written: slashes doubled or any of it percent-encoded.
_WORDS = "|".join("".join(f"(?:{sign}|%{ord(sign):x})" for sign in word) for word in _BEFORE_TOKENS)
_TOKEN = re.compile(rf"((?:/|%2f)(?:{_WORDS})(?:/|%2f)+)[^/\s?#\"']+", re.IGNORECASE)
_KEY = re.compile(r"(wmk_)[A-Za-z0-9_-]+")
"""A key of a program, wherever somebody put it."""


def mask(text: str) -> str:
    """The text with the token of every link, and every key, hidden."""
    return _KEY.sub(r"\1…", _TOKEN.sub(r"\1…", text))


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that no field, argument or traceback is overlooked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def configure(level: str) -> None:
    """Log to standard error, masked; for processes that are ours alone."""
    logging.config.dictConfig(dict_config(level))


def dict_config(level: str) -> dict[str, Any]:
    """Configuration for ``logging.config.dictConfig``: everything to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "masked": {
                "()": MaskingFormatter,
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": level.upper(), "propagate": True, "handlers": []},
            "gunicorn.access": {"level": "INFO", "propagate": True, "handlers": []},
            "alembic": {"level": "WARNING", "propagate": True, "handlers": []},
            "sqlalchemy": {"level": "WARNING", "propagate": True, "handlers": []},
        },
    }
