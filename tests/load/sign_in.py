"""Sign in as people do: by a code that comes by mail, or by password and second factor."""

import base64
import hashlib
import hmac
import struct
import time

from tests.load.browser import Browser
from tests.load.filling import Town
from tests.load.installation import Post

PERIOD = 30
"""Seconds for which a code of the app counts."""
ENOUGH = 10


def app_code(secret: str, now: float) -> str:
    """Return what somebody's app shows. Source: RFC 6238."""
    moment = struct.pack(">Q", int(now) // PERIOD)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sign_in_by_code(browser: Browser, post: Post, email: str) -> None:
    """Sign a member or an official in."""
    page = browser.get("sign in: page", "/accounts/login/code/", "E-mail address")
    asked = browser.press("sign in: ask for a code", page, "email", "code", email=email)
    code = post.code_for(email)
    browser.press("sign in: type the code", asked, "code", "My assemblies", code=code)


def sign_in_by_password(browser: Browser, town: Town, email: str) -> None:
    """Sign somebody of the team in."""
    page = browser.get("sign in: page", "/accounts/login/", "Password")
    said = {"login": email, "password": town.password}
    asked = browser.press("sign in: password", page, "password", "code", **said)
    # Whoever begins to type a code that is about to run out waits for the next.
    if (left := PERIOD - time.time() % PERIOD) < ENOUGH:
        time.sleep(left)
    code = app_code(town.app_secret, time.time())
    browser.press("sign in: second factor", asked, "code", "My assemblies", code=code)
