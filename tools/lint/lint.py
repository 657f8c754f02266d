#!/usr/bin/env python3
"""Style as a test: runs every rule of tools/lint/rules over the tracked files.

Each rule is a module with `check(tree) -> iterable of Finding`. A finding that cannot be mended yet
stands in tools/lint/exceptions.txt, one `rule path` a line; an exception that no longer matches
anything is itself a finding, so that the list can only shrink.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from rules import banned, documents, formatting, includes, proofs, sizes, text  # noqa: E402
from tree import Tree  # noqa: E402

RULES = [formatting, includes, sizes, banned, text, documents, proofs]


def load_exceptions(path):
    lines = (line.split("#")[0].split() for line in path.read_text().splitlines())
    return {(words[0], words[1]) for words in lines if len(words) == 2}


def main():
    root = Path(__file__).resolve().parents[2]
    tree = Tree(root)
    exceptions = load_exceptions(root / "tools/lint/exceptions.txt")
    used, shown = set(), 0
    for rule in RULES:
        for finding in rule.check(tree):
            key = (finding.rule, finding.path)
            if key in exceptions:
                used.add(key)
                continue
            shown += 1
            print(f"{finding.path}:{finding.line}: {finding.rule}: {finding.message}")
    for rule, path in sorted(exceptions - used):
        shown += 1
        print(f"tools/lint/exceptions.txt:1: stale-exception: {rule} {path} no longer finds anything; delete the line")
    print(f"lint: {len(tree.files)} files, {len(exceptions)} exceptions, {shown} findings")
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main())
