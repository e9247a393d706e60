"""The seal: the signature of this server on a document that everybody has signed, so that no later change goes unnoticed.

The certificate is the server's own and says nothing of the people; a reader of PDF shows it as of somebody unknown until it is
told to trust it. Its key is derived from the server's key file, so that all processes seal alike.
"""

import asyncio
import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import (
    BasicConstraints,
    CertificateBuilder,
    KeyUsage,
    Name,
    NameAttribute,
    NameOID,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from holdall.base.clock import SECOND
from holdall.base.keys import ServerKey
from holdall.content.renditions.errors import Refused

_PURPOSE = "seal of signed documents"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SINCE = datetime(2025, 1, 1, tzinfo=UTC)
_YEARS = timedelta(days=30 * 365)


async def seal(key: ServerKey, document: bytes, *, name: str, at: int) -> bytes:
    """The document, an incremental change to it that holds the signature of this server; `at` in microseconds UTC.

    Raises Refused for a document that takes none. It is read outside of a child, so it must be one that a child has written.
    """
    return await asyncio.to_thread(_seal, key, document, name, at)


def _seal(key: ServerKey, document: bytes, name: str, at: int) -> bytes:
    signing_key = _signing_key(key)
    private = keys.PrivateKeyInfo.load(
        signing_key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    signer = SimpleSigner(_certificate(signing_key), private, SimpleCertificateStore())  # type: ignore[no-untyped-call]
    metadata = PdfSignatureMetadata(field_name="Holdall", md_algorithm="sha256", name="Holdall", reason=name)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(document))
        sealed = _Sealer(metadata, signer, datetime.fromtimestamp(at / SECOND, UTC)).sign_pdf(writer)
    except (PdfError, ValueError) as error:
        raise Refused(f"The document takes no signature: {error}") from None
    content: bytes = sealed.getvalue()
    return content


class _Sealer(PdfSigner):
    """Signs as of an instant that is told, since time is nobody's to ask for but the clock's."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: SimpleSigner, at: datetime) -> None:
        super().__init__(metadata, signer)
        self._at = at

    def init_signing_session(self, *arguments: Any, **options: Any) -> PdfSigningSession:
        """The library's session, with our time."""
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self._at
        return session


def _signing_key(key: ServerKey) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha512(key.sign("", _PURPOSE).encode()).digest()) % (_ORDER - 1) + 1
    return ec.derive_private_key(number, _CURVE)


def _certificate(signing_key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = Name(
        [NameAttribute(NameOID.COMMON_NAME, "Holdall"), NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Seal")]
    )
    public = signing_key.public_key()
    usage = dict.fromkeys(
        (
            "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
            "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    made = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(1)
        .not_valid_before(_SINCE)
        .not_valid_after(_SINCE + _YEARS)
        .add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(signing_key, hashes.SHA256())
    )
    return x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
