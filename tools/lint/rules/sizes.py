"""Files under 350 lines, functions of at most 70 (the goal is 50)."""
import re

from tree import Finding

FILE_LIMIT = 350
FUNCTION_LIMIT = 70
SIZED = (".h", ".cc", ".py", ".ts", ".tsx", ".sh", ".mjs", ".sol")
# A line that opens a body at namespace level, in headers also at class level: ends in `{` and has a
# parameter list.
OPENING = re.compile(r"^((?:  )?)(?!namespace|class|struct|enum|union|extern|if|for|while|switch|return|else|do\b)[^\s#/}].*\)[^;]*\{$")


def function_lengths(lines, indents):
    """(line number, length) of each body that clang-format closes at the indentation of its opening."""
    opened = {}
    for number, line in lines:
        match = OPENING.match(line)
        if match and match[1] in indents and match[1] not in opened:
            opened[match[1]] = number
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if line.strip() in {"}", "};"} and indent in opened:
            start = opened.pop(indent)
            yield start, number - start + 1


def check(tree):
    for path in tree.code():
        if not path.endswith(SIZED):
            continue
        count = tree.text(path).count("\n")
        if count > FILE_LIMIT:
            yield Finding("file-size", path, 1, f"{count} lines; at most {FILE_LIMIT}")
        if not path.endswith((".h", ".cc")):
            continue
        for start, length in function_lengths(tree.lines(path), {"", "  "} if path.endswith(".h") else {""}):
            if length > FUNCTION_LIMIT:
                yield Finding("function-size", path, start, f"{length} lines; at most {FUNCTION_LIMIT}")
