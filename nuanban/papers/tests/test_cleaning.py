"""Nothing of an uploaded file is kept but what can be seen."""

import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from nuanban.papers.cleaning import (
    UploadNotReadable,
    UploadTooLarge,
    UploadTooManyPixels,
    UploadWrongType,
    clean,
    join_pages,
)


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", gps: bool = False) -> bytes:
    """A photo, with the place where it was taken if asked."""
    image, made = Image.new("RGB", size, "white"), BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x8825] = {1: "N", 2: (29.0, 21.0, 0.0)}
        exif[0x010F] = "岳阳的手机"
    image.save(made, kind, exif=exif)
    return made.getvalue()


def huge_png(side: int) -> bytes:
    """A PNG that claims to be `side` pixels wide and high, in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_photo_comes_out_without_the_place_it_was_taken() -> None:
    cleaned = clean(photo(gps=True))
    assert cleaned.media_type == "image/jpeg"
    assert not Image.open(BytesIO(cleaned.content)).getexif()
    assert "岳阳的手机".encode() not in cleaned.content


def test_several_photos_become_one_pdf() -> None:
    joined = join_pages([photo(), photo((40, 60), "PNG"), photo(kind="WEBP")])
    assert joined.media_type == "application/pdf"
    assert joined.pages == 3


def test_a_picture_of_thirty_thousand_pixels_a_side_is_refused_in_words() -> None:
    with pytest.raises(UploadTooManyPixels, match="重新拍"):
        clean(huge_png(30_000))


def test_a_script_in_a_pdf_is_gone() -> None:
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        pdf.save(made)
    cleaned = clean(made.getvalue())
    assert b"JavaScript" not in cleaned.content
    assert cleaned.pages == 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UploadNotReadable),
        (b"MZ\x90\x00 a program", UploadWrongType),
        (b"<svg onload=alert(1)></svg>", UploadWrongType),
        (b"GIF89a<script>", UploadWrongType),
        (b"%PDF-1.7 torn", UploadNotReadable),
        (photo()[:300], UploadNotReadable),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, UploadNotReadable),
        (b"x" * 20_000_001, UploadTooLarge),
    ],
)
def test_what_is_no_photo_or_pdf_is_refused_with_advice(
    content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal, match="。"):
        clean(content)
