#!/usr/bin/env python3
"""Runs the rows of bench/rows and prints one table; bench/README.md says what a row is."""

import argparse
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

BENCH = Path(__file__).resolve().parent
PROGRAMS = BENCH.parent / "build-release" / "bin"
TIMEOUT_S = 600
TIME_UNITS = {"ns": 1e9, "us": 1e6, "ms": 1e3, "s": 1.0}


@dataclass(frozen=True)
class Row:
    name: str
    ours: str
    peers: tuple[str, ...] = ()
    limit: float | None = None
    metric: str = "per_second"
    bar: float | None = None
    at_most: float | None = None

    def best(self, figures: list[float]) -> float:
        return max(figures) if self.at_most is None else min(figures)

    def held(self, ratio: float) -> bool:
        return ratio >= self.bar if self.at_most is None else ratio <= self.at_most


@dataclass
class Outcome:
    row: Row
    ours: float = 0.0
    other: float = 0.0
    ratio: float = 0.0
    spread: tuple[float, float] = (0.0, 0.0)
    error: str | None = None
    held: bool = False


@dataclass
class Rounds:
    """The figures of one set of programs, each measured once a round."""

    figures: list[dict[str, dict]] = field(default_factory=list)
    error: str | None = None


def load_rows(groups: list[str]) -> list[Row]:
    rows = []
    for path in sorted((BENCH / "rows").glob("*.toml")):
        if groups and not any(path.stem == group or path.stem.startswith(group + "_") for group in groups):
            continue
        for entry in tomllib.loads(path.read_text())["row"]:
            row = Row(**{**entry, "peers": tuple(entry.get("peers", ()))})
            if bool(row.peers) == (row.limit is not None) or (row.bar is None) == (row.at_most is None):
                sys.exit(f"{path.name}: {row.name}: a row has either peers or a limit, and either a bar or at_most")
            rows.append(row)
    return rows


def command(reference: str) -> list[str]:
    program, _, name = reference.partition(":")
    if program.endswith(".mjs"):
        return ["node", str(BENCH / program), name]
    if program.endswith(".py"):
        return [sys.executable, str(BENCH / program), name]
    return [str(PROGRAMS / program), f"--benchmark_filter=^{name}$", "--benchmark_format=json"]


def measure(reference: str) -> dict:
    """One run of one benchmark: its figures by name."""
    done = subprocess.run(command(reference), capture_output=True, text=True, timeout=TIMEOUT_S, cwd=BENCH)
    if done.returncode != 0:
        raise RuntimeError(f"{reference}: {(done.stderr or done.stdout).strip()[-400:]}")
    if not reference.partition(":")[0].startswith("bench_"):
        return json.loads(done.stdout.strip().splitlines()[-1])
    found = json.loads(done.stdout)["benchmarks"]
    if len(found) != 1 or "error_message" in found[0]:
        raise RuntimeError(f"{reference}: {found[0].get('error_message') if found else 'no such benchmark'}")
    figures = dict(found[0])
    figures["per_second"] = figures.get("items_per_second", TIME_UNITS[figures["time_unit"]] / figures["cpu_time"])
    return figures


def interleave(references: tuple[str, ...], rounds: int) -> Rounds:
    out = Rounds()
    try:
        for _ in range(rounds):
            out.figures.append({reference: measure(reference) for reference in references})
    except (RuntimeError, OSError, ValueError, subprocess.TimeoutExpired) as error:
        out.error = str(error)
    return out


def judge(row: Row, rounds: Rounds) -> Outcome:
    if rounds.error:
        return Outcome(row, error=rounds.error)
    try:
        ours = [figures[row.ours][row.metric] for figures in rounds.figures]
        others = [
            row.limit if row.limit is not None else row.best([figures[peer][row.metric] for peer in row.peers])
            for figures in rounds.figures
        ]
    except KeyError as missing:
        return Outcome(row, error=f"no figure {missing}")
    ratios = [own / other for own, other in zip(ours, others)]
    # Other work on the machine only ever slows a program down: the best round of each side is the nearest to the truth.
    ratio = row.best(ours) / row.best(others)
    return Outcome(row, row.best(ours), row.best(others), ratio, (min(ratios), max(ratios)), None, row.held(ratio))


def run(rows: list[Row], rounds: int) -> list[Outcome]:
    measured: dict[tuple[str, ...], Rounds] = {}
    outcomes = []
    for row in rows:
        references = (row.ours, *row.peers)
        if references not in measured:
            print(f"measuring {row.name}", file=sys.stderr, flush=True)
            measured[references] = interleave(references, rounds)
        outcomes.append(judge(row, measured[references]))
    return outcomes


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def print_table(outcomes: list[Outcome]) -> None:
    lines = [("", "ours", "peer or limit", "ratio", "(rounds)", "bar", "")]
    for outcome in outcomes:
        row = outcome.row
        bar = f"≥ {row.bar:g}" if row.at_most is None else f"≤ {row.at_most:g}"
        name = row.name if row.metric == "per_second" else f"{row.name}, {row.metric.replace('_', ' ')}"
        if outcome.error:
            lines.append((name, "–", "–", "–", "–", bar, "failed"))
            continue
        low, high = outcome.spread
        lines.append((name, figure(outcome.ours), figure(outcome.other), f"{outcome.ratio:.2f}",
                      f"{low:.2f}–{high:.2f}", bar, "held" if outcome.held else "MISSED"))
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    for line in lines:
        cells = [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))]
        print("  ".join(cells).rstrip())
    for outcome in outcomes:
        if outcome.error:
            print(f"{outcome.row.name}: {outcome.error}", file=sys.stderr)


def as_json(outcome: Outcome) -> dict:
    row = outcome.row
    return {
        "name": row.name, "metric": row.metric, "ours": outcome.ours, "other": outcome.other, "ratio": outcome.ratio,
        "lowest": outcome.spread[0], "highest": outcome.spread[1], "bar": row.bar, "at_most": row.at_most,
        "held": outcome.held, "error": outcome.error,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("groups", nargs="*", help="domain, domain_keys, server, … (all when none is named)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON array instead of the table")
    options = parser.parse_args()
    rows = load_rows(options.groups)
    if not rows:
        parser.error("no rows of that name in bench/rows")
    outcomes = run(rows, options.rounds)
    if options.json:
        print(json.dumps([as_json(outcome) for outcome in outcomes], indent=2))
    else:
        print_table(outcomes)
    return 0 if all(outcome.held for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
