"""What a county's own identity service says of somebody (OpenID Connect Core 1.0, code flow with PKCE). 统一身份认证.

Nothing that comes from it is believed before its signature, issuer, audience, time and nonce have been looked at.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from rules.errors import Refused, Unavailable

SIGNED_WITH = ("RS256", "PS256", "ES256", "EdDSA")
"""Only with a key that the service keeps to itself: no shared secret, and never `none`."""

_DRIFT = 60  # seconds by which the two clocks may differ
_ON_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, kw_only=True)
class IdentityService:
    """An identity service, and this installation as it is known there. 身份认证服务.

    Args:
        issuer: its name, which is an address: https, or on this machine.
        redirect_uri: the page to which it sends people back, as it is registered there.
        patience_seconds: how long it may take to answer.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    redirect_uri: str
    patience_seconds: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of the service, to be compared with its answer."""

    state: str
    nonce: str
    verifier: str


def new_question() -> Asked:
    """Random, and long enough for RFC 7636 § 4.1."""
    return Asked(state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48))


def where_to(service: IdentityService, asked: Asked) -> str:
    """The address to which the browser is sent. Raises Unavailable where the service does not answer."""
    found = _described(service)
    return str(
        prepare_grant_uri(
            _address(found, "authorization_endpoint"),
            service.client_id,
            "code",
            redirect_uri=service.redirect_uri,
            scope="openid",  # who it is, and nothing about them
            state=asked.state,
            nonce=asked.nonce,
            code_challenge=create_s256_code_challenge(asked.verifier),
            code_challenge_method="S256",
        )
    )


def subject_of(service: IdentityService, asked: Asked, answer: Mapping[str, str], at: datetime) -> str:
    """What the service calls whoever came back from it.

    Args:
        answer: the query with which the browser was sent back.
    Raises: Refused: not an answer to this question, or nothing that can be believed. Unavailable: no answer at all.
    """
    if not secrets.compare_digest(answer.get("state", "").encode(errors="surrogatepass"), asked.state.encode()):
        raise not_proved()
    if answer.get("iss", service.issuer) != service.issuer or not answer.get("code"):  # RFC 9207
        raise not_proved()
    found = _described(service)
    given = _exchanged(service, _address(found, "token_endpoint"), answer["code"], asked)
    keys = _json(service, "GET", _address(found, "jwks_uri"))
    return _proved(service, asked, given, keys, at)


def not_proved() -> Refused:
    """Says nothing of what was wrong: whoever tries should not learn from it."""
    return Refused(
        "统一身份认证未通过或已超时，请重新登录",
        "the identity service did not vouch for you; sign in again",
        field="sign_in",
    )


def _proved(
    service: IdentityService, asked: Asked, given: Mapping[str, Any], keys: Mapping[str, Any], at: datetime
) -> str:
    wanted = {
        "iss": {"essential": True, "value": service.issuer},
        "aud": {"essential": True, "value": service.client_id},
        "sub": {"essential": True},
    }
    known = {"nonce": asked.nonce, "client_id": service.client_id, "access_token": given.get("access_token")}
    try:
        registry = JWSRegistry(algorithms=list(SIGNED_WITH), strict_check_header=False)
        read = jwt.decode(str(given.get("id_token", "")), KeySet.import_key_set(dict(keys)), registry=registry)  # type: ignore[arg-type]
        claims = CodeIDToken(read.claims, read.header, wanted, known)
        claims.validate(now=int(at.timestamp()), leeway=_DRIFT)
    except (JoseError, ValueError, KeyError, TypeError):
        raise not_proved() from None
    return str(claims["sub"])


def _described(service: IdentityService) -> Mapping[str, Any]:
    """What the service publishes of itself; one that names another issuer is another service."""
    _safe(service.issuer)
    found = _json(service, "GET", service.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != service.issuer:
        raise _no_answer()
    return found


def _exchanged(service: IdentityService, address: str, code: str, asked: Asked) -> Mapping[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": service.redirect_uri,
        "client_id": service.client_id,
        "code_verifier": asked.verifier,
    }
    return _json(service, "POST", address, form)


def _json(
    service: IdentityService, method: str, address: str, form: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    auth = (service.client_id, service.client_secret) if form and service.client_secret else None
    try:
        with httpx.Client(timeout=service.patience_seconds, trust_env=False) as client:  # redirects are not followed
            said = client.request(method, address, data=form, auth=auth or httpx.USE_CLIENT_DEFAULT)
        found = said.json() if said.status_code == httpx.codes.OK else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise _no_answer() from None
    if form and 400 <= said.status_code < 500:
        raise not_proved()
    if not isinstance(found, dict):
        raise _no_answer()
    return found


def _address(found: Mapping[str, Any], name: str) -> str:
    return _safe(str(found.get(name, "")))


def _safe(address: str) -> str:
    """Encrypted, or on this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _ON_THIS_MACHINE):
        raise _no_answer()
    return address


def _no_answer() -> Unavailable:
    return Unavailable(
        "统一身份认证服务没有正常应答，请稍后再试，或由管理员核对其设置",
        "the identity service does not answer as it should; try later, or have an administrator look at its settings",
        code="identity-service",
    )
