"""An SMTP server for tests (aiosmtpd): prints its port, then each message as a line of JSON.

usage: smtp_server.py [--tls CERTIFICATE KEY] [--implicit] [--starttls-required] [--user NAME PASSWORD] [--refuse N]
"""

import argparse
import asyncio
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult


class Recorder:
    def __init__(self, refuse):
        self.refuse = refuse

    async def handle_DATA(self, server, session, envelope):
        if self.refuse > 0:
            self.refuse -= 1
            return "451 later"
        told = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "data": envelope.content.decode("utf-8"),
            "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
        }
        print(json.dumps(told), flush=True)
        return "250 taken"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--implicit", action="store_true")
    parser.add_argument("--starttls-required", action="store_true")
    parser.add_argument("--user", nargs=2)
    parser.add_argument("--refuse", type=int, default=0)
    return parser.parse_args()


async def main(options):
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*options.tls)

    def authenticate(server, session, envelope, mechanism, data):
        good = options.user and [data.login.decode(), data.password.decode()] == options.user
        return AuthResult(success=bool(good), handled=False, auth_data=data)

    recorder = Recorder(options.refuse)

    def session():
        return SMTP(
            recorder,
            hostname="localhost",
            tls_context=None if options.implicit else context,
            require_starttls=options.starttls_required,
            auth_required=options.user is not None,
            auth_require_tls=context is not None and not options.implicit,
            authenticator=authenticate,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", 0, ssl=context if options.implicit else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(arguments()))
