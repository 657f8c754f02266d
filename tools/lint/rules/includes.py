"""A file includes only what its module declares: nothing by `..`, nothing that leaks in through others."""
import re

from tree import Finding

INCLUDE = re.compile(r'^\s*#include\s+"([^"]+)"')
TEST_FILE = re.compile(r"_test\.cc$|testing|_fixture\.h$")


def owner(path, modules):
    """The module whose folder holds the path; the deepest one."""
    inside = [module for module in modules if path.startswith(module.folder + "/")]
    return max(inside, key=lambda module: len(module.folder), default=None)


def target_of(include, modules):
    """The module that an include names: the longest module name that is a prefix of it."""
    if include.startswith("coffer/"):
        return "api/" + include.split("/")[1]
    named = [module.name for module in modules if include.startswith(module.name + "/")]
    return max(named, key=len, default=None)


def check(tree):
    modules = tree.modules()
    names = {module.name for module in modules}
    for path in tree.cpp():
        module = owner(path, modules)
        for number, line in tree.lines(path):
            match = INCLUDE.match(line)
            if not match:
                continue
            if ".." in match[1]:
                yield Finding("include-up", path, number, f'"{match[1]}" climbs out of its folder')
            target = target_of(match[1], modules)
            if module is None or target is None or target == module.name or target not in names | {target}:
                continue
            allowed = module.deps | (module.test_deps if TEST_FILE.search(path) else frozenset())
            if target not in allowed:
                yield Finding("include-undeclared", path, number, f"{module.name} uses {target} and does not declare it")
