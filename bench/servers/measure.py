"""`measure.py NAME` starts a server, loads it for some seconds and prints one line of figures."""

import json
import sys
import tempfile
import time
from pathlib import Path

from load import wrk
from processes import ask, coffer, fastify, nginx, resident_mb

SENDERS = 20
SETTLED_S = 120


def coffer_wallet(folder: Path) -> dict:
    with coffer(folder) as server:
        url = f"{server.url}/v1/wallets/{server.create_wallet()['id']}"
        return wrk(url, server.authorization) | {"resident_mb": resident_mb(server.process.pid)}


def fastify_wallet(folder: Path) -> dict:
    with fastify(folder) as (process, url, token):
        return wrk(url, {"Authorization": f"Bearer {token}"}) | {"resident_mb": resident_mb(process.pid)}


def coffer_live(folder: Path) -> dict:
    with coffer(folder) as server:
        return wrk(f"{server.url}/health/live", {})


def nginx_live(folder: Path) -> dict:
    with nginx(folder, '{"status":"ok"}') as (_, url):
        return wrk(url, {})


def coffer_transactions(folder: Path) -> dict:
    """Accepted while the load lasts; mined from the first request until the last is confirmed."""
    with coffer(folder) as server:
        accounts = [server.create_wallet()["accounts"][0] for _ in range(SENDERS)]
        for account in accounts:
            body = {"address": account["address"], "network": "ethereum", "amount": str(10**21)}
            ask(f"{server.url}/dev/faucet", body, server.token)
        headers = server.authorization | {"Content-Type": "application/json"}
        begun = time.monotonic()
        figures = wrk(f"{server.url}/v1/transactions", headers, Path(__file__).with_name("transactions.lua"),
                      [account["id"] for account in accounts])
        while server.figure('coffer_intents_total{status="confirmed"') < figures["requests"]:
            if time.monotonic() - begun > SETTLED_S:
                raise RuntimeError("not everything was confirmed in time")
            time.sleep(0.05)
        return figures | {"mined_per_second": figures["requests"] / (time.monotonic() - begun)}


MEASURES = {measure.__name__: measure for measure in (coffer_wallet, fastify_wallet, coffer_live, nginx_live, coffer_transactions)}


def main() -> None:
    name = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="coffer-bench-") as folder:
        print(json.dumps({"name": name} | MEASURES[name](Path(folder))))


if __name__ == "__main__":
    main()
