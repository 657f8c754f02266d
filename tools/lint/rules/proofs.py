"""What a document names as proof is there, and docs/asvs.md counts its own verdicts.

A proof is written `path` · `name` (· `name` …): a test of that file as Suite.name or by its title, a rule of ./dev lint,
or a heading of a document.
"""
import re

from tree import Finding

PROOF = re.compile(r"`([\w./-]+\.\w+)`((?: · `[^`]+`)+)")
TABLE = "docs/asvs.md"
VERDICTS = ("met", "not applicable", "open")
REQUIREMENT = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| \*\*([a-z ]+)\*\*[:;]? ?([^|]*)\|$")
COUNT = re.compile(r"^\| (1|2|both) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$")


def holds(path, text, name):
    """Whether `name` is a test of the file, or what stands for one in a file of that kind."""
    word = re.escape(name)
    if path.endswith(".cc"):
        suite, _, test = word.partition(r"\.")
        pattern = rf"^TEST(?:_F|_P)?\({suite},\s+{test}\)"
    elif path.endswith((".ts", ".tsx")):
        pattern = rf"^\s*(?:describe|test|it)\b.*\((?:[\"'`]){word}[\"'`],|^\s*\]\)\([\"'`]{word}[\"'`],"
    elif path.endswith(".py"):
        pattern = rf"^\s*\(?[\"']{word}[\"'],"
    elif path.endswith(".md"):
        pattern = rf"^#+ {word}$"
    else:
        return False
    return re.search(pattern, text, re.MULTILINE) is not None


def missing_proofs(tree, document):
    for number, line in tree.lines(document):
        for proof in PROOF.finditer(line):
            path = proof.group(1)
            if path not in tree.files:
                yield Finding("proof", document, number, f"{path} does not exist")
                continue
            for name in re.findall(r"`([^`]+)`", proof.group(2)):
                if not holds(path, tree.text(path), name):
                    yield Finding("proof", document, number, f"{path} has no test named {name}")


def verdicts(tree):
    """Findings about the rows, and how many requirements of each level have each verdict."""
    findings, counts, seen = [], {level: dict.fromkeys(VERDICTS, 0) for level in "12"}, set()

    def wrong(number, message):
        findings.append(Finding("asvs", TABLE, number, message))

    for number, line in tree.lines(TABLE):
        if not re.match(r"\| \d+\.\d+\.\d+ ", line):
            continue
        row = REQUIREMENT.match(line)
        if not row or row.group(3) not in VERDICTS:
            wrong(number, "a row is: id, level, requirement, and one of " + ", ".join(f"**{each}**" for each in VERDICTS))
            continue
        name, level, verdict, because = row.groups()
        if name in seen:
            wrong(number, f"{name} is there twice")
        if verdict == "met" and not PROOF.search(because):
            wrong(number, f"{name} is met by no test that it names")
        if verdict != "met" and not because.strip():
            wrong(number, f"{name} gives no reason")
        seen.add(name)
        counts[level][verdict] += 1
    return findings, counts


def wrong_counts(tree, counts):
    counts = {**counts, "both": {each: counts["1"][each] + counts["2"][each] for each in VERDICTS}}
    shown = {}
    for number, line in tree.lines(TABLE):
        if row := COUNT.match(line):
            shown[row.group(1)] = number, [int(figure) for figure in row.groups()[1:]]
    for level, of in counts.items():
        figures = [*of.values(), sum(of.values())]
        number, stated = shown.get(level, (1, None))
        if stated != figures:
            yield Finding("asvs", TABLE, number, f"the counts of {level} are {' / '.join(map(str, figures))}")


def check(tree):
    for document in tree.files:
        if document.endswith(".md"):
            yield from missing_proofs(tree, document)
    if TABLE not in tree.files:
        yield Finding("asvs", TABLE, 1, "is missing")
        return
    findings, counts = verdicts(tree)
    yield from findings
    yield from wrong_counts(tree, counts)
