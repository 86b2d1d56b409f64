"""What the documents point at is there, and the list of decisions is whole."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [page for pattern in ("*.md", "docs/**/*.md", "sandbox/*.md", "benchmarks/*.md") for page in ROOT.glob(pattern)]
LINK = re.compile(r"\]\(([^)\s#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    inside = [link for link in LINK.findall(page.read_text()) if "://" not in link]

    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()

    assert [each.name for each in folder.glob("[0-9]*.md") if f"({each.name})" not in listed] == []
