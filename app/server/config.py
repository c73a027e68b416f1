"""Address and limits of the server."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class ServerConfig:
    """Limits and address. The defaults suit one person's machine."""

    host: str = "127.0.0.1"
    port: int = 5000  # LibreTranslate's
    token: str = ""  # clients must send it as api_key or bearer token; empty = no token
    char_limit: int = 100_000  # characters of all texts of a request; 0 = no limit
    batch_limit: int = 200  # texts of a request
    alternatives_limit: int = 10
    requests_per_minute: int = 0  # of one client address; 0 = no limit
    parallel: int = 8  # requests that translate at once; more get 503
    timeout: float = 30.0  # seconds that a client may take to send its request, or to wait for its turn
    cors: str = (
        ""  # origin whose web pages may read answers, or *; empty = none but those of the server itself
    )
    files: bool = True  # whether /translate_file answers
    file_limit: int = 32 * MEBIBYTE  # bytes of an uploaded file
    file_char_limit: int = 2_000_000  # characters of a file's texts; no limit where char_limit is 0
    kept_files: int = 256 * MEBIBYTE  # bytes of all translated files on offer; the oldest go
    kept_seconds: float = 1800.0  # that a translated file is on offer, as LibreTranslate's

    @property
    def body_limit(self) -> int:
        """Bytes of a request body without a file."""
        return 16 * MEBIBYTE if not self.char_limit else 8 * self.char_limit + 65_536


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine only."""
    host = host.strip("[]").casefold()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
