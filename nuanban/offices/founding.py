"""How each model city begins: its division, its telephone, its main hall."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Founding:
    """The beginning of one city."""

    division: str
    name: str
    phone: str
    hall: str
    home_county: str


FOUNDINGS = {
    "yueyang": Founding("430600", "岳阳市", "0730-12345", "岳阳市政务服务大厅", "430602"),
    "meishan": Founding("511400", "眉山市", "028-12345", "眉山市市民服务中心", "511402"),
}
