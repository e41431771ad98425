"""打包记录.txt: the one dated file of a package, sealed by a checksum over its own lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

RECORD = "打包记录.txt"
_SEAL = "以上各行的 SHA-256："


def record_bytes(lines: Sequence[str]) -> bytes:
    """Return the file of these lines with its seal; Windows line ends, for its old 记事本."""
    body = "".join(f"{' '.join(line.split())}\r\n" for line in lines).encode()
    return body + _sealed(body)


def record_fault(raw: bytes) -> str:
    """Say that a record was changed; "" where its seal holds."""
    at = raw.rfind(_SEAL.encode())
    whole = at >= 0 and raw == raw[:at] + _sealed(raw[:at])
    return "" if whole else "打包记录被改动"


def _sealed(body: bytes) -> bytes:
    return f"{_SEAL}{hashlib.sha256(body).hexdigest()}\r\n".encode()
