"""Every C++ file stands as clang-format leaves it."""
import shutil
import subprocess

from tree import Finding


def check(tree):
    program = shutil.which("clang-format-19")
    if not program:
        yield Finding("format", "dev", 1, "clang-format-19 is missing; run ./dev lint, which installs it")
        return
    files = tree.cpp()
    for start in range(0, len(files), 100):
        run = subprocess.run(
            [program, "--dry-run", "-Werror", *files[start : start + 100]], cwd=tree.root, capture_output=True, text=True
        )
        for path in sorted({line.split(":")[0] for line in run.stderr.splitlines() if "error:" in line}):
            yield Finding("format", path, 1, "not formatted; run ./dev format")
