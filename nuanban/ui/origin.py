from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def from_this_site(request: HttpRequest) -> bool:
    """Whether a POST was sent by one of our own pages, told by the browser itself.

    Stands in for the CSRF token where only the look of pages changes, so that the toolbar
    works on error pages, without a session, and on pages a cache keeps.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def safe_return(request: HttpRequest, wanted: str) -> str:
    """`wanted` when it is a page of this site, else "/"."""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else "/"
