"""Field encryption and blind indexes. The keys live outside the database.

Envelope: one byte scheme, one byte key id, 12 bytes nonce, ciphertext with tag. The place
(`table.column.row`) is authenticated, so a ciphertext moved to another row does not open.
Schemes: 1 = AES-256-GCM, 2 = SM4-GCM (national profile). An index is HMAC with SHA-256 or SM3.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

Profile = Literal["intl", "sm"]
AES, SM4 = 1, 2
NONCE, TAG = 12, 16


class SealBroken(Exception):
    """The ciphertext was altered, moved to another place, or sealed with an unknown key."""


@dataclass(frozen=True)
class Keyring:
    """Data keys by id (32 bytes each) and the index key. `current` seals new values."""

    keys: dict[int, bytes]
    current: int
    index_key: bytes
    profile: Profile = "intl"

    def seal(self, text: str, place: str) -> bytes:
        """Seals `text` for one place, written `table.column.row`."""
        return self.seal_bytes(text.encode(), place)

    def seal_bytes(self, clear: bytes, place: str) -> bytes:
        """Seals bytes (a file) for one place."""
        nonce, key = secrets.token_bytes(NONCE), self.keys[self.current]
        scheme = AES if self.profile == "intl" else SM4
        lock = _lock_aes if scheme == AES else _lock_sm4
        return bytes([scheme, self.current]) + nonce + lock(key, nonce, clear, place)

    def open(self, sealed: bytes, place: str) -> str:
        """The text sealed for `place`; raises SealBroken."""
        return self.open_bytes(sealed, place).decode()

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """The bytes sealed for `place`; raises SealBroken."""
        sealed = bytes(sealed)
        if len(sealed) < 2 + NONCE + TAG:
            raise SealBroken
        scheme, key_id, nonce, body = sealed[0], sealed[1], sealed[2:14], sealed[14:]
        if key_id not in self.keys or scheme not in (AES, SM4):
            raise SealBroken
        try:
            unlock = _unlock_aes if scheme == AES else _unlock_sm4
            return unlock(self.keys[key_id], nonce, body, place)
        except InvalidTag:
            raise SealBroken from None

    def index(self, kind: str, text: str) -> bytes:
        """Keyed blind index of 32 bytes: equal texts of one kind meet, nothing can be read back."""
        message = f"{kind}\x1f{text}".encode()
        if self.profile == "intl":
            return hmac.digest(self.index_key, message, "sha256")
        sm3 = HMAC(self.index_key, hashes.SM3())
        sm3.update(message)
        return sm3.finalize()


def load_keyring(folder: Path, profile: Profile = "intl") -> Keyring:
    """The keyring of `folder/fields.json`, made with fresh keys (mode 0600) when missing."""
    path = folder / "fields.json"
    if not path.exists():
        _write_fresh(folder, path, profile)
    kept = json.loads(path.read_text())
    keys = {int(k): bytes.fromhex(v) for k, v in kept["keys"].items()}
    return Keyring(keys, kept["current"], bytes.fromhex(kept["index_key"]), kept["profile"])


@lru_cache(maxsize=4)
def kept_keyring(folder: Path) -> Keyring:
    """The keyring of a folder, read once by each process."""
    return load_keyring(folder)


def _write_fresh(folder: Path, path: Path, profile: Profile) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = {
        "keys": {"1": secrets.token_hex(32)},
        "current": 1,
        "index_key": secrets.token_hex(32),
        "profile": profile,
    }
    draft = folder / f"fields.{secrets.token_hex(4)}.draft"
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A hard link fails when another process was first: two keyrings would lose data.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _lock_aes(key: bytes, nonce: bytes, clear: bytes, place: str) -> bytes:
    return AESGCM(key).encrypt(nonce, clear, place.encode())


def _unlock_aes(key: bytes, nonce: bytes, body: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(nonce, body, place.encode())


def _lock_sm4(key: bytes, nonce: bytes, clear: bytes, place: str) -> bytes:
    encryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place.encode())
    return encryptor.update(clear) + encryptor.finalize() + encryptor.tag


def _unlock_sm4(key: bytes, nonce: bytes, body: bytes, place: str) -> bytes:
    mode = modes.GCM(nonce, body[-TAG:])
    decryptor = Cipher(algorithms.SM4(key[:16]), mode).decryptor()
    decryptor.authenticate_additional_data(place.encode())
    return decryptor.update(body[:-TAG]) + decryptor.finalize()
