"""Access tokens as the gateway issues them, made by the thousand without asking it."""

import base64
import hashlib
import os
import time
import zlib

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SECONDS_PER_DAY = 86_400


def in_base(number, base, length=1):
    """The number in a base of up to 62, padded with zeros."""
    text = ""
    while number or len(text) < length:
        number, rest = divmod(number, base)
        text = DIGITS[rest] + text
    return text


def make(tenant, expires):
    """Returns a token's text; `expires` is in seconds since the Unix epoch."""
    random = base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
    day = in_base(expires // SECONDS_PER_DAY, 36).lower()
    body = f"pn_at_{in_base(tenant, 36).lower()}_{day}_{random}"
    return body + in_base(zlib.crc32(body.encode()), 62, length=6)


def row(text, tenant, subject, scope, expires):
    """The token's row, in the text form of COPY."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return "\t".join([
        str(tenant), str(expires // SECONDS_PER_DAY), f"\\\\x{digest}", "access", subject, scope,
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expires))])
