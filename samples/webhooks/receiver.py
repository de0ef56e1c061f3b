"""Receives webhooks of VideoGen with nothing but Python 3:

    WEBHOOK_SECRET=whsec_... PORT=8080 python3 receiver.py
"""
import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 5 * 60


def is_genuine(secret, headers, body, now=None):
    """The body must be the bytes as they came: parsed and written again it is another text, with another signature."""
    message_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")
    if not message_id or not timestamp.isdecimal() or abs((now or time.time()) - int(timestamp)) > TOLERANCE:
        return False

    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(expected).decode()
    # While one secret replaces another there are two signatures. One that fits is enough.
    return any(hmac.compare_digest(wanted.encode(), given.encode()) for given in signatures.split(" "))


class Receiver(BaseHTTPRequestHandler):
    # An event may come more than once, always under the same id. A real receiver remembers ids where they outlive it.
    seen = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not is_genuine(os.environ["WEBHOOK_SECRET"], self.headers, body):
            self.answer(401)
            return

        # Answer first, work later: whoever takes longer than 20 seconds is told again.
        self.answer(204)
        message_id = self.headers["webhook-id"]
        if message_id not in self.seen:
            self.seen.add(message_id)
            event = json.loads(body)
            print(event["type"], event["data"].get("id", ""), event["data"].get("status", ""), flush=True)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 8080))), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
