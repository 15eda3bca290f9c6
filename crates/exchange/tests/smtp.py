"""A mail server for the tests: takes messages on a free loopback port and keeps each in a file of the folder given.

What it does with a message stands in the folder's file `mode` at the time: `ok`, `451` and `550` (an answer), `lost` (the message is kept, and the
connection is dropped before the answer), `quiet` (the connection is dropped and nothing is kept). Prints the port, and is ended by the end of
its standard input. The second argument is `none`, `starttls` or `tls`; with the latter two the certificate stands in `ca.pem`.
"""

import pathlib
import ssl
import sys

from aiosmtpd.controller import Controller

folder, encryption = pathlib.Path(sys.argv[1]), sys.argv[2]


class Keeper:
    number = 0

    async def handle_DATA(self, server, session, envelope):
        mode = (folder / "mode").read_text().strip()
        if mode in ("ok", "lost", "451", "550"):
            self.number += 1
            # What was refused is kept under another name: what its Message-ID was is of interest.
            ending = "eml" if mode in ("ok", "lost") else "refused"
            head = f"X-To: {','.join(envelope.rcpt_tos)}\r\n".encode()
            (folder / f"{self.number:04}.{ending}").write_bytes(head + envelope.content)
        if mode in ("lost", "quiet"):
            server.transport.abort()
            return "421 gone"
        return {"ok": "250 taken", "451": "451 not now", "550": "550 nobody of that name"}[mode]


def context():
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(made)
    return made


more = {}
if encryption == "tls":
    more = {"ssl_context": context()}
elif encryption == "starttls":
    more = {"tls_context": context(), "require_starttls": True}


class Free(Controller):
    """Port 0 stands for any free one; the library itself asks the given port whether the server is up."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


server = Free(Keeper(), hostname="127.0.0.1", port=0, **more)
server.start()
print(server.port, flush=True)
sys.stdin.read()
server.stop()
