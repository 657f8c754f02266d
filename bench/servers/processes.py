"""Programs under load: Coffer with its chain, Fastify and nginx, each on a free port and a folder of its own."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COFFER = ROOT / "build-release" / "coffer"
ANVIL = ROOT / "devnet" / "node_modules" / "@foundry-rs" / "anvil-linux-amd64" / "bin" / "anvil"
READY_S = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url: str, body: object | None = None, token: str | None = None) -> dict:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else {}


@contextmanager
def program(command: list, log: Path, ready_url: str | None = None, body: object | None = None):
    """Runs a program until the block ends; `ready_url` answers before it begins."""
    with log.open("ab") as out, subprocess.Popen([str(part) for part in command], stdout=out, stderr=out) as process:
        try:
            deadline = time.monotonic() + READY_S
            while ready_url:
                try:
                    ask(ready_url, body)
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise RuntimeError(f"{command[0]} did not start: {log.read_text()[-400:]}") from None
                    time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def resident_mb(pid: int) -> float:
    """What a process and its children keep in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return kilobytes / 1024 + sum(resident_mb(int(child)) for child in children)


@contextmanager
def chain(folder: Path):
    """A development chain with a block a second; gives its URL."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [ANVIL, "--host", "127.0.0.1", "--port", port, "--chain-id", 31337, "--block-time", 1, "--silent"]
    with program(command, folder / "anvil.log", url, {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}):
        yield url


class Coffer:
    """A server of the release build, with limits out of the way, and somebody who is signed in."""

    def __init__(self, process: subprocess.Popen, url: str):
        self.process, self.url = process, url
        person = {"email": "bench@example.org", "password": "Xk4-Vellum-Quarry-91"}
        ask(f"{url}/v1/auth/signup", person)
        code = ask(f"{url}/dev/mailbox?to=bench@example.org")["messages"][0]["code"]
        self.token = ask(f"{url}/v1/auth/verify", {"email": person["email"], "code": code})["access_token"]

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def create_wallet(self) -> dict:
        return ask(f"{self.url}/v1/wallets", {"label": "Main", "kind": "hd", "networks": ["ethereum"]}, self.token)

    def figure(self, metric: str) -> float:
        """The sum of a metric over all its labels that the text names, such as `coffer_intents_total{status="confirmed"`."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(metric))


@contextmanager
def coffer(folder: Path):
    """Coffer beside a chain."""
    wide = ",".join(f"{name}=10000000/10000000" for name in ("read", "write", "auth", "money", "stream"))
    with chain(folder) as node:
        url = f"http://127.0.0.1:{(port := free_port())}"
        command = [COFFER, "serve", "--data", folder / "data", "--port", port, "--devnet", f"ethereum={node}",
                   "--gateway.address-limits", wide, "--gateway.caller-limits", wide]
        (folder / "data").mkdir(mode=0o700)
        with program(command, folder / "coffer.log", f"{url}/health/ready") as process:
            yield Coffer(process, url)


@contextmanager
def fastify(folder: Path):
    """The peer of peers/fastify.mjs; gives its process, URL and token."""
    port = free_port()
    command = ["node", ROOT / "bench" / "peers" / "fastify.mjs", port, folder / "peer.db", folder / "peer.log"]
    said = folder / "said"
    with program(command, said) as process:
        deadline = time.monotonic() + READY_S
        while not said.read_text().endswith("}\n"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Fastify did not start: {said.read_text()[-400:]}")
            time.sleep(0.05)
        told = json.loads(said.read_text().splitlines()[-1])
        yield process, f"http://127.0.0.1:{port}{told['path']}", told["token"]


@contextmanager
def nginx(folder: Path, content: str):
    """nginx with one worker that serves `content` at /live."""
    (folder / "live").write_text(content)
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; user {os.environ.get('USER') or 'root'};\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ access_log {folder}/access.log; server {{ listen 127.0.0.1:{port}; root {folder}; "
        f"default_type application/json; }} }}\n"
    )
    with program(["nginx", "-c", folder / "nginx.conf"], folder / "nginx.log", f"http://127.0.0.1:{port}/live") as process:
        yield process, f"http://127.0.0.1:{port}/live"
