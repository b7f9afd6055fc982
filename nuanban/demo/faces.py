"""Badge photos of people who do not exist: a drawn head and shoulders."""

from io import BytesIO

from PIL import Image, ImageDraw

_WALLS = ("#dfe8e4", "#e8e2d6", "#dde5ee", "#ece0e0")
_SKINS = ("#e8c19c", "#dcb08a", "#f0cdaa")
_COATS = ("#0b5345", "#2f4a6b", "#6b4a2f", "#5a2f5a", "#3a3f45")
_HAIRS = ("#1d1a18", "#3a302a", "#8b8680")


def drawn_face(number: int) -> bytes:
    """A PNG of 360 × 480; neighbours in number look different."""
    picture = Image.new("RGB", (360, 480), _WALLS[number % len(_WALLS)])
    pen = ImageDraw.Draw(picture)
    skin, hair = _SKINS[number % len(_SKINS)], _HAIRS[number % len(_HAIRS)]
    pen.ellipse((40, 345, 320, 640), fill=_COATS[number % len(_COATS)])
    pen.rectangle((150, 290, 210, 375), fill=skin)
    pen.ellipse((88, 92, 272, 310), fill=hair)
    pen.ellipse((105, 120, 255, 325), fill=skin)
    if number % 2:
        pen.pieslice((88, 85, 272, 260), 180, 360, fill=hair)
    for left in (143, 203):
        pen.ellipse((left, 212, left + 14, 226), fill="#2a2420")
    pen.arc((150, 240, 210, 285), 20, 160, fill="#8c4a3c", width=5)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
