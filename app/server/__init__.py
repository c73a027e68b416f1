"""An HTTP API on this machine that LibreTranslate clients can use: Starlette routes, run by uvicorn.

    server = ApiServer(translator, ServerConfig(port=5000))
    server.serve()  # until another thread or a signal calls server.stop()

Without a decision by the user the server listens on loopback only and answers no other host name, so that neither
the network nor a web page can reach it. It opens no connection itself. Needs the extra `serve`.

config (address and limits) -> serving (socket, uvicorn) -> guard (host names) -> parameters (what came in) -> routes
-> jobs (threads that translate, cancelled when their client is gone) and files (translated files on offer).

Gives: `serving.ApiServer`, `config.ServerConfig`, `config.is_loopback`.
May import batches, documents, memory, text and the translator; may be used by the command line alone.
"""

from app.server.config import ServerConfig, is_loopback
from app.server.serving import ApiServer

__all__ = ["ApiServer", "ServerConfig", "is_loopback"]
