"""What the documents promise is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from survey.config import settings_table

ROOT = Path(__file__).parents[2]


def settings_as_markdown() -> str:
    rows = [f"| `{name}` | {f'`{default}`' if default else ''} | {text} |" for name, default, text in settings_table()]
    return "\n".join(["| variable | default | what it does |", "|---|---|---|", *rows])


def test_the_readme_has_every_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- settings:.*?-->\n(.*?)\n<!-- /settings -->", readme, re.DOTALL)
    assert table, "README.md has lost the markers around the table of settings"
    assert table[1] == settings_as_markdown()


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.relative_to(ROOT)} links to {target}"


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8").lower()
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = declared[declared.index("dependencies = [") : declared.index("[project.scripts]")]
    for name in re.findall(r'^  "([a-z0-9-]+)', listed, re.MULTILINE):
        assert name.removeprefix("flask-sqlalchemy-").replace("_", "-") in reasons or name in reasons, name


def test_the_makefile_explains_each_of_its_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("help", "run", "test", "check", "bench"):
        assert re.search(rf"^{command}:.*## .", makefile, re.MULTILINE), command
