"""Photos for badges: upright, small, nothing else of the file kept."""

from io import BytesIO

from PIL import Image, ImageOps

from nuanban.lib.errors import Unusable
from nuanban.papers.cleaning import clean

WIDTH, HEIGHT = 360, 480


def badge_photo(content: bytes) -> bytes:
    """A JPEG of 360 × 480 of whatever photo was given, cut around its upper middle."""
    cleaned = clean(content)
    if not cleaned.media_type.startswith("image/"):
        raise Unusable(sentence="请传一张照片（JPG、PNG、WebP）。")
    with Image.open(BytesIO(cleaned.content)) as photo:
        upright = ImageOps.exif_transpose(photo).convert("RGB")
        cut = ImageOps.fit(upright, (WIDTH, HEIGHT), centering=(0.5, 0.3))
    made = BytesIO()
    cut.save(made, "JPEG", quality=85)
    return made.getvalue()
