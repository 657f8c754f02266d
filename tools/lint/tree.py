"""The tracked files of the checkout, read once, and what the rules ask about them."""
import re
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    rule: str
    path: str
    line: int
    message: str


@dataclass(frozen=True)
class Module:
    name: str  # as services/wallets
    layer: str
    folder: str  # from the root
    deps: frozenset
    test_deps: frozenset


class Tree:
    def __init__(self, root):
        self.root = root
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True
        )
        self.files = [path for path in listed.stdout.splitlines() if (root / path).is_file()]
        self._texts = {}

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(errors="replace")
        return self._texts[path]

    def lines(self, path):
        return enumerate(self.text(path).splitlines(), 1)

    def cpp(self):
        return [path for path in self.files if path.endswith((".h", ".cc"))]

    def code(self):
        """Everything that people write as code, generated files left out."""
        endings = (".h", ".cc", ".py", ".ts", ".tsx", ".css", ".sh", ".proto", ".cmake", ".sol", ".mjs", ".sql")
        return [
            path
            for path in self.files
            if (path.endswith(endings) or path == "dev") and "/generated/" not in path and not path.endswith(".d.ts")
        ]

    def modules(self):
        """The calls of coffer_module in the tree's CMakeLists.txt files."""
        found = []
        for path in self.files:
            if not path.endswith("CMakeLists.txt"):
                continue
            folder = path.rpartition("/")[0]
            for call in re.findall(r"coffer_module\(([^)]*)\)", self.text(path)):
                found.append(parse_module(folder, call))
        return found


def parse_module(folder, call):
    fields, key = {}, None
    for word in re.sub(r"#.*", "", call).split():
        if word in {"NAME", "LAYER", "DEPS", "LINK", "SOURCES", "TESTS", "TEST_DEPS", "TEST_LINK"}:
            key = word
        elif key:
            fields.setdefault(key, []).append(word)
    return Module(
        name=fields["NAME"][0],
        layer=fields["LAYER"][0],
        folder=folder,
        deps=frozenset(fields.get("DEPS", [])),
        test_deps=frozenset(fields.get("TEST_DEPS", [])),
    )
