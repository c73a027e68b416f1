"""One running window per user: a second start hands its arguments over and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app import paths

WAIT = 1000  # ms
LARGEST = 10_000_000  # bytes of a message


def server_name() -> str:
    """The same for every start by this user with these folders."""
    key = f"{getpass.getuser()}\n{paths.state_dir()}".encode()
    return "plgt-translator-" + hashlib.sha256(key).hexdigest()[:16]


class SingleInstance(QObject):
    """`hand_over` asks the running one; `listen` becomes it."""

    received = Signal(dict)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.name = name or server_name()
        self._server: QLocalServer | None = None
        self._buffers: dict[QLocalSocket, bytearray] = {}

    def hand_over(self, message: dict[str, Any]) -> bool:
        """Send a message to the running window; False if there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(WAIT):
            return False
        socket.write(json.dumps(message).encode() + b"\n")
        socket.waitForBytesWritten(WAIT)
        answered = socket.waitForReadyRead(WAIT) and bytes(socket.readAll().data()).startswith(b"ok")
        socket.disconnectFromServer()
        return bool(answered)

    def listen(self) -> bool:
        """Be the running window. A socket left by a crash is removed."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._connected)
        if not server.listen(self.name):
            QLocalServer.removeServer(self.name)
            if not server.listen(self.name):
                return False
        self._server = server
        return True

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connected(self) -> None:
        assert self._server is not None
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._buffers[socket] = bytearray()
            socket.readyRead.connect(self._readable)
            socket.disconnected.connect(self._gone)
            if socket.bytesAvailable():
                self._read(socket)

    def _readable(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        buffer = self._buffers.get(socket)
        if buffer is None:
            return
        buffer += bytes(socket.readAll().data())
        if len(buffer) > LARGEST:
            socket.abort()
            return
        line, end, _ = bytes(buffer).partition(b"\n")
        if not end:
            return
        self._buffers.pop(socket, None)
        try:
            message = json.loads(line)
        except ValueError:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        if isinstance(message, dict):
            self.received.emit(message)

    def _gone(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._buffers.pop(socket, None)
            socket.deleteLater()
