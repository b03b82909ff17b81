"""Files that a command writes: their names are checked before any work is done for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

STREAM = Path("-")
"""What stands for standard output."""


class OutputFile(click.ParamType[Path]):
    """A file with one of these endings in a folder that exists; also ``-`` where ``stream`` says so."""

    name = "file"

    def __init__(self, *endings: str, stream: bool = True) -> None:
        self.endings, self.stream = endings, stream

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path == STREAM and self.stream:
            return path
        if path.suffix.lower() not in self.endings:
            self.fail(f"“{value}” must end in {' or '.join(self.endings)}.", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"there is no folder “{path.parent}”.", param, ctx)
        return path
