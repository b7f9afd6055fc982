"""Cleaning what people upload: type by content, images re-encoded bare, PDFs rewritten.

Nothing of the original file is kept: no metadata, no scripts, no attachments.
"""

from dataclasses import dataclass
from io import BytesIO

import pikepdf
import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from nuanban.lib.errors import Refusal

LARGEST_BYTES = 20_000_000
LARGEST_PIXELS = 60_000_000
LONGEST_SIDE = 2_400
MOST_PAGES = 40
IMAGE_TYPES = {"image/jpeg", "image/png", "image/webp"}


class UploadTooLarge(Refusal):
    """文件太大（最多 20 MB）。可以用手机拍一张照片代替，清楚就行。"""


class UploadTooManyPixels(Refusal):
    """图片尺寸太大，打不开。请重新拍一张，或让工作人员帮您扫描。"""


class UploadNotReadable(Refusal):
    """文件打不开，可能已损坏。请重新拍照或扫描。"""


class UploadWrongType(Refusal):
    """只能收照片（JPG、PNG、WebP）或 PDF。其他文件请先打印或拍照。"""


class UploadTooManyPages(Refusal):
    """PDF 页数太多（最多 40 页）。请分成几份上传。"""


@dataclass(frozen=True)
class Clean:
    """A cleaned file."""

    content: bytes
    media_type: str
    pages: int


def clean(content: bytes) -> Clean:
    """Cleans one uploaded file; raises a refusal that says what to do instead."""
    if not content:
        raise UploadNotReadable
    if len(content) > LARGEST_BYTES:
        raise UploadTooLarge
    if content.startswith(b"%PDF-"):
        return _clean_pdf(content)
    if _media_type(content) not in IMAGE_TYPES:
        raise UploadWrongType
    return Clean(_encode(_open_image(content)), "image/jpeg", 1)


def join_pages(images: list[bytes]) -> Clean:
    """Several photos as one PDF, one page each."""
    if len(images) > MOST_PAGES:
        raise UploadTooManyPages
    pages = [_open_image(image) for image in images]
    made = BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return _clean_pdf(made.getvalue())


def _media_type(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _open_image(content: bytes) -> Image.Image:
    """Opens an image after looking at its size only; turned upright, as plain RGB."""
    try:
        image = Image.open(BytesIO(content))
        if image.format not in {"JPEG", "PNG", "WEBP"}:
            raise UploadWrongType
        if image.width * image.height > LARGEST_PIXELS:
            raise UploadTooManyPixels
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadTooManyPixels from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise UploadNotReadable from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _encode(image: Image.Image) -> bytes:
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    made = BytesIO()
    bare.save(made, "JPEG", quality=85)
    return made.getvalue()


def _clean_pdf(content: bytes) -> Clean:
    """Copies the pages into a new PDF without scripts, forms, attachments and metadata."""
    try:
        with pikepdf.open(BytesIO(content)) as source, pikepdf.new() as target:
            if len(source.pages) > MOST_PAGES:
                raise UploadTooManyPages
            target.pages.extend(source.pages)
            for page in target.pages:
                _strip(page.obj)
            made = BytesIO()
            target.save(made)
            return Clean(made.getvalue(), "application/pdf", len(target.pages))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError):
        raise UploadNotReadable from None


def _strip(page: pikepdf.Object) -> None:
    for name in ("/AA", "/Annots", "/Metadata", "/PieceInfo"):
        if name in page:
            del page[name]
