"""Where the results of commands go: a file, whole or not at all, or standard output for them alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from survey.cli.files import writer_to

PROGRAM = """
import os
from pathlib import Path
from survey.cli.files import writer_to

write = writer_to(Path("-"))
os.write(1, b"a solver speaks\\n")
write(b"the result\\n")
"""


def test_what_a_library_prints_meanwhile_does_not_spoil_the_result() -> None:
    found = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, cwd=Path.cwd())
    assert (found.stdout, found.stderr) == (b"the result\n", b"a solver speaks\n")


def test_a_file_is_replaced_when_the_result_is_there_and_not_before(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    target.write_text("before")
    write = writer_to(target)
    assert target.read_text() == "before"
    write(b"after")
    assert (target.read_text(), [*tmp_path.iterdir()]) == ("after", [target])
