#!/usr/bin/env python3
"""Writes the arrows of the tree into docs/architecture.md."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from rules.documents import BEGIN, END, arrows  # noqa: E402
from tree import Tree  # noqa: E402

root = Path(__file__).resolve().parents[2]
page = root / "docs/architecture.md"
before, _, rest = page.read_text().partition(BEGIN)
after = rest.partition(END)[2]
page.write_text(f"{before}{BEGIN}\n{arrows(Tree(root))}\n{END}{after}")
