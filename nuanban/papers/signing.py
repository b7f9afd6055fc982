"""The platform's own certificate and its PAdES signature on documents."""

import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyhanko.sign.signers import SimpleSigner

YEARS = 10
FIELD = "nuanban"


def certificate_path() -> Path:
    """The certificate that anybody may have, to check signatures offline."""
    return Path(settings.KEYS) / "documents.pem"


def _make_keys(key_path: Path, city: str) -> None:
    """A self-signed certificate of the platform; a city may put its own in the same place."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, city),
            x509.NameAttribute(NameOID.COMMON_NAME, "暖办文书签章"),
        ]
    )
    begins = datetime.now(UTC) - timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * YEARS))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificate_path().write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    with os.fdopen(os.open(key_path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


@lru_cache(maxsize=1)
def _signer(city: str) -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner

    key_path = Path(settings.KEYS) / "documents.key"
    if not key_path.exists():
        key_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_keys(key_path, city)
    load: Callable[[str, str], SimpleSigner | None] = SimpleSigner.load
    signer = load(str(key_path), str(certificate_path()))
    if signer is None:
        raise RuntimeError("the platform's signing key cannot be read")
    return signer


def sign(pdf: bytes, *, city: str, reason: str) -> bytes:
    """The PDF with an invisible PAdES signature of the platform."""
    # Takes a second to load, and most processes never sign.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, reason=reason, name=city, subfilter=SigSeedSubFilter.PADES
    )
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=_signer(city)
    )
    return bytes(signed.getvalue())


def sign_apart(content: bytes, *, city: str) -> bytes:
    """A CMS signature (DER) beside a file that is no PDF, by the same certificate.

    `openssl cms -verify -binary -inform DER -in FILE.p7s -content FILE -CAfile documents.pem`
    """
    _signer(city)
    key = serialization.load_pem_private_key(
        (Path(settings.KEYS) / "documents.key").read_bytes(), password=None
    )
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = x509.load_pem_x509_certificate(certificate_path().read_bytes())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    return builder.add_signer(certificate, key, hashes.SHA256()).sign(
        serialization.Encoding.DER, options
    )
