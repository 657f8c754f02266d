"""wrk, started and read."""

import re
import subprocess
from pathlib import Path

SECONDS = 5
CONNECTIONS = 32
TIME_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def wrk(url: str, headers: dict[str, str], script: Path | None = None, arguments: list[str] | None = None) -> dict[str, float]:
    """Requests a second and the 99th percentile in ms, over one thread and 32 connections; an answer that is no 2xx is an error."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    command += [url]
    if arguments:
        command += ["--", *arguments]
    report = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS + 60, check=True).stdout
    if "Non-2xx" in report or "Socket errors" in report:
        raise RuntimeError(f"{url}: {report}")
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", report).groups()
    requests, seconds = re.search(r"(\d+) requests in ([\d.]+)s", report).groups()
    return {"per_second": int(requests) / float(seconds), "p99_ms": float(value) * TIME_UNITS[unit], "requests": int(requests)}
