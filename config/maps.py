"""The server of map pictures that a city may name; pages may load from it and from no other."""

import re

from django.core.exceptions import ImproperlyConfigured

_SERVER = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(?=/)")
_PARTS = ("{z}", "{x}", "{y}")
WRONG = (
    "NUANBAN_MAP_TILES 写得不对：{address}。应像 https://地图服务器/路径/{{z}}/{{x}}/{{y}}.png，"
    "{{z}}、{{x}}、{{y}} 各写一次，不写 {{s}}。"
)


def picture_server(address: str) -> list[str]:
    """Scheme, name and port, as the policy of the pages names them; empty for no server."""
    if not address:
        return []
    found = _SERVER.match(address)
    rest = address
    for part in _PARTS:
        rest = rest.replace(part, "", 1)
    if found is None or "{" in rest or "}" in rest or not all(p in address for p in _PARTS):
        raise ImproperlyConfigured(WRONG.format(address=address))
    return [found.group()]
