"""A small identity service on the loopback: real keys, real HTTP, and faults when told so. 测试用的身份认证服务."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET, BACK = "hutong", "shared between the two", "https://hutong.example/back"

Claims = dict[str, Any]


@cache
def a_key(whose: str) -> RSAKey:
    """Made once in a run; a stranger's has the same name and is another."""
    return RSAKey.generate_key(2048, {"kid": "one"})


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


@dataclass
class SmallService:
    """What it knows, and what it does wrong.

    Args:
        subject: who signs in there.
        wrong: changes the claims before they are signed.
        signs: how it signs: `RS256`, `none`, `HS256` with its public key as the secret, or `stranger`.
        says: what it publishes of itself, but for what is changed here.
        broken: the path that answers 500.
    """

    now: Callable[[], datetime]
    subject: str = "110101199003071234"
    wrong: Callable[[Claims], Claims] = lambda claims: claims
    signs: str = "RS256"
    says: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    port: int = 0
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: a_key("its own"))

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/county"

    def let_in(self, address: str) -> dict[str, str]:
        """Somebody signs in at this address; the query with which their browser is sent back."""
        sent = httpx.get(address, trust_env=False)
        assert sent.status_code == 302, sent.text
        target = urlsplit(sent.headers["location"])
        assert f"{target.scheme}://{target.netloc}{target.path}" == BACK
        return dict(parse_qsl(target.query))

    # --- what it answers ----------------------------------------

    def described(self) -> dict[str, str]:
        ways = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in ways.items()}, **self.says}

    def keys(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    def authorized(self, query: dict[str, str]) -> str:
        assert (query["client_id"], query["redirect_uri"], query["scope"]) == (CLIENT, BACK, "openid")
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self._codes)}"
        self._codes[code] = query
        return f"{BACK}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def exchanged(self, form: dict[str, str], given: str) -> dict[str, str] | None:
        asked = self._codes.pop(form["code"], None)
        verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
        proved = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if (
            asked is None
            or given != f"Basic {proved}"
            or form["redirect_uri"] != BACK
            or base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return None
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self._signed(asked["nonce"])}

    def _signed(self, nonce: str) -> str:
        at = int(self.now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": at, "exp": at + 300, "nonce": nonce}
        said = self.wrong(claims)
        if self.signs in ("none", "HS256"):  # by hand: no library signs so
            signed = f"{_part({'alg': self.signs, 'kid': 'one'})}.{_part(said)}"
            public = self._key.as_pem(private=False)
            mac = hmac.digest(public, signed.encode(), "sha256") if self.signs == "HS256" else b""
            return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
        key = a_key("stranger") if self.signs == "stranger" else self._key
        return jwt.encode({"alg": "RS256", "kid": "one"}, said, key)


@contextmanager
def running(service: SmallService) -> Iterator[SmallService]:
    """The service, listening on the loopback."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.removeprefix("/county").partition("?")
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", service.authorized({k: v for k, [v] in parse_qs(query).items()}))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._json(path, service.keys() if path == "/keys" else service.described())

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            given = service.exchanged(form, self.headers.get("Authorization", ""))
            self._json("/token", given or {"error": "invalid_grant"}, 200 if given else 400)

        def _json(self, path: str, body: object, status: int = 200) -> None:
            raw = json.dumps(body).encode()
            self.send_response(500 if path == service.broken else status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
