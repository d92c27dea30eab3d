"""The cookie, the crumb and the consent form, which a client passes before it asks for anything."""

import datetime as dt
from email.utils import format_datetime

from loopback_yahoo.answers import Answer, html
from loopback_yahoo.asked import Asked

CRUMB = "loop.back/Crumb"
FORM = """<!doctype html><html><body><form method="post" action="https://consent.yahoo.com/v2/collectConsent">
<input type="hidden" name="csrfToken" value="loopback"/><input type="hidden" name="sessionId" value="3_cc-session_1"/>
<input type="hidden" name="originalDoneUrl" value="https://finance.yahoo.com/"/>
<input type="hidden" name="namespace" value="yahoo"/><button name="agree" value="agree">Accept all</button>
</form></body></html>"""


def cookie() -> Answer:
    """Return the page that does not exist but brings the cookie."""
    return Answer(404, b"", "text/html", _set_cookie())


def crumb() -> Answer:
    """Return the crumb."""
    return Answer(200, CRUMB.encode(), "text/plain;charset=utf-8")


def consent(asked: Asked) -> Answer | None:
    """Return the form, or the cookie that agreeing to it brings; None for any other page."""
    if (asked.host, asked.path) == ("guce.yahoo.com", "/consent"):
        return html(FORM)
    if asked.path in {"/v2/collectConsent", "/copyConsent"}:
        return Answer(200, b"<html></html>", "text/html", _set_cookie())
    return None


def _set_cookie() -> dict[str, str]:
    """Return a cookie for a year: yfinance takes an end after May 2033 for milliseconds, long past."""
    ends_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=365)
    until = format_datetime(ends_at, usegmt=True)
    parts = ("A3=d=loopback&S=1", f"Expires={until}", "Max-Age=31536000", "Domain=.yahoo.com", "Path=/", "Secure")
    return {"Set-Cookie": "; ".join(parts)}
