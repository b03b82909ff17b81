"""The fonts that the operator adds to those of the reports: read and checked once, at start."""

# ruff: noqa: PLC0415 - most commands print nothing, and need not read what does

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.config import PREFIX, ConfigurationError, Settings

if TYPE_CHECKING:
    from pathlib import Path


def use_fonts(settings: Settings) -> Path | None:
    """Let reports of this process use the folder of the settings, and return it as any process finds it.

    Raises ``ConfigurationError`` that names every file in it that is no use.
    """
    from reports import fonts
    from reports.fonts.folder import FontFolderError

    folder = None if settings.font_dir is None else settings.font_dir.absolute()
    try:
        fonts.use_folder(folder)
    except FontFolderError as error:
        raise ConfigurationError("\n".join(f"{PREFIX}FONT_DIR: {problem}" for problem in error.problems)) from error
    return folder
