"""Asks a ClamAV daemon about a stream of bytes (clamd's INSTREAM command)."""

import socket
import struct
from typing import IO, Any

TIMEOUT_SECONDS = 60
CHUNK_BYTES = 64 * 1024
LONGEST_ANSWER = 4096


class ScannerUnavailableError(Exception):
    """The scanner did not answer, or not with a verdict."""


def finding(address: str, content: IO[Any]) -> str | None:
    """What the scanner at host:port, or at the socket /path, found in the content; None when nothing.

    Raises ScannerUnavailableError.
    """
    try:
        with _connection(address) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK_BYTES):
                scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
            scanner.sendall(struct.pack("!I", 0))
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerUnavailableError(str(error)) from error
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND").strip() or "?"
    raise ScannerUnavailableError(answer or "no answer")


def _connection(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), TIMEOUT_SECONDS)


def _answer(scanner: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < LONGEST_ANSWER and (part := scanner.recv(LONGEST_ANSWER)):
        received += part
    return received.partition(b"\0")[0].decode(errors="replace").strip()
