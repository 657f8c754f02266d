"""Words that have no place in the sources: unfinished work, hosts of package registries, paths of one machine."""
import re

from tree import Finding

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|todo|fixme)\b|\bnot implemented")
REGISTRY = re.compile(r"registry\.npmjs|deb\.debian|pypi\.org|files\.pythonhosted|crates\.io|proxy\.golang|repo1?\.maven")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")


def check(tree):
    code = set(tree.code())
    for path in tree.files:
        if path.startswith("tools/lint/") or path.endswith((".png", ".ico", ".woff2", ".br", ".gz", ".svg")):
            continue
        for number, line in tree.lines(path):
            if REGISTRY.search(line):
                yield Finding("registry-host", path, number, "names the host of a package registry")
            if MACHINE.search(line):
                yield Finding("machine-path", path, number, "names a path of one machine")
            if path in code and UNFINISHED.search(line):
                yield Finding("unfinished", path, number, "unfinished work: do it or delete the line")
