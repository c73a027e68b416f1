"""`plgt serve`: the HTTP API of `app.server`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated

import click
import typer

from app.cli.options import Beam, Device, Model, Threads, engine_settings, serve_extra
from app.cli.translate import open_memory
from app.errors import PlgtError
from app.memory.glossary import Glossary
from app.model.store import ModelStore
from app.translation.translator import Translator


def command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 = any free one.")] = 5000,
    token: Annotated[
        str,
        typer.Option(help="Key that clients must send as api_key (or set PLGT_TOKEN).", envvar="PLGT_TOKEN"),
    ] = "",
    public: Annotated[
        bool, typer.Option("--public", help="Allow an address that other machines can reach.")
    ] = False,
    char_limit: Annotated[int, typer.Option(min=0, help="Characters per request; 0 = no limit.")] = 100_000,
    batch_limit: Annotated[int, typer.Option(min=1, help="Texts per request.")] = 200,
    req_limit: Annotated[int, typer.Option(min=0, help="Requests per minute and client; 0 = no limit.")] = 0,
    parallel: Annotated[int, typer.Option(min=1, help="Requests translated at once.")] = 8,
    cors: Annotated[str, typer.Option(help="Origin whose web pages may use the API, or *.")] = "",
    no_files: Annotated[
        bool, typer.Option("--disable-files-translation", help="No files over HTTP, texts alone.")
    ] = False,
    glossary: Annotated[Path | None, typer.Option("--glossary", "-g", help="Terms: CSV, TSV or TBX.")] = None,
    memory: Annotated[
        str, typer.Option("--memory", "-m", help='Translation memory: a file, or "user" for your own.')
    ] = "",
    model: Model = "",
    device: Device = None,
    threads: Threads = None,
    beam: Beam = None,
) -> None:
    """Offer an HTTP API on this machine that LibreTranslate clients can use."""
    with serve_extra():
        from app.server import ApiServer, ServerConfig, is_loopback
    if not is_loopback(host) and not public:
        raise PlgtError(
            f"{host} can be reached from other machines: "
            "add --public if you want that, and a --token with it."
        )
    config = ServerConfig(
        host=host, port=port, token=token, char_limit=char_limit, batch_limit=batch_limit,
        requests_per_minute=req_limit, parallel=parallel, cors=cors,
        files=not no_files,
    )  # fmt: skip
    settings = engine_settings(device, threads, beam)
    terms = Glossary.load(glossary) if glossary is not None else None
    store = open_memory(memory) if memory else None
    with Translator(
        ModelStore(only=model),
        device=settings["device"],
        threads=settings["threads"],
        beam=settings["beam"],
        glossary=terms,
        memory=store,
    ) as translator:
        server = ApiServer(translator, config, store)
        if not translator.directions():
            click.echo("plgt: no model is installed; translations will be refused.", err=True)
        click.echo(f"plgt: serving on {server.url} (Ctrl-C stops)")
        if not is_loopback(host) and not token:
            click.echo("plgt: without a token, everybody who reaches this address can translate.", err=True)

        def stop(*_: object) -> None:
            server.stop()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, stop)
            signal.signal(signal.SIGINT, stop)
        server.serve()
    if store is not None:
        store.close()
    click.echo("plgt: stopped.", err=True)
