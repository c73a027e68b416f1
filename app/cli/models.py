"""`plgt models`: list, import, verify and remove model bundles, and choose the default of a direction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from app.model.bundle import Bundle
from app.model.store import ModelStore
from app.text.languages import Direction

command = typer.Typer(no_args_is_help=True, help="List, import, verify and remove model bundles.")


def _describe(bundle: Bundle, store: ModelStore) -> dict[str, Any]:
    defaults = store.defaults()
    return {
        "name": bundle.name,
        "directions": [str(d) for d in bundle.directions],
        "default_for": [d for d, name in defaults.items() if name == bundle.name],
        "variants": list(bundle.variants),
        "megabytes": round(sum(int(f["size"]) for f in bundle.manifest["files"].values()) / 1e6, 1),
        "created": bundle.manifest.get("created", ""),
        "origin": "user" if bundle.path.parent == store.user else "shipped",
        "path": str(bundle.path),
    }


@command.command("list")
def list_models(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show the installed bundles and what lies beside them but can't be used."""
    store = ModelStore()
    rows = [_describe(bundle, store) for bundle in store.bundles()]
    broken = store.broken()
    if as_json:
        unusable = [{"path": str(b.path), "reason": b.reason} for b in broken]
        typer.echo(json.dumps({"models": rows, "unusable": unusable}, ensure_ascii=False, indent=1))
        return
    table = Table("name", "directions", "variants", "MB", "created", "origin", "default for")
    for row in rows:
        table.add_row(
            row["name"], ", ".join(row["directions"]), ", ".join(row["variants"]), str(row["megabytes"]),
            row["created"], row["origin"], ", ".join(row["default_for"]),
        )  # fmt: skip
    if rows:
        Console().print(table)
    else:
        typer.echo("No model is installed: import one with plgt models import FILE.")
    for item in broken:
        typer.echo(f"unusable: {item.reason}", err=True)


@command.command("import")
def import_model(
    file: Annotated[Path, typer.Argument(help="A .plgt file or a bundle's folder.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an installed bundle of that name.")
    ] = False,
) -> None:
    """Check a bundle completely and install it for this user."""
    bundle = ModelStore().import_file(file, replace=replace)
    typer.echo(f"installed {bundle.name} ({', '.join(map(str, bundle.directions))}) as {bundle.path}")


@command.command("remove")
def remove_model(
    name: Annotated[str, typer.Argument(help="The bundle's name, see plgt models list.")],
) -> None:
    """Delete one of this user's bundles."""
    typer.echo(f"removed {ModelStore().remove(name)}")


@command.command("default")
def set_default(
    name: Annotated[str, typer.Argument(help="The bundle's name.")],
    direction: Annotated[
        str | None, typer.Option(help="One direction, for example tr-en (default: all).")
    ] = None,
) -> None:
    """Prefer a bundle for the directions that it serves."""
    chosen = ModelStore().set_default(name, Direction.parse(direction) if direction else None)
    typer.echo(f"{name} is now the default for {', '.join(map(str, chosen))}")


@command.command("show")
def show_model(
    name: Annotated[str, typer.Argument(help="A bundle's name, or the path of a bundle.")],
) -> None:
    """Print a bundle's manifest: directions, sizes, model card, reports."""
    bundle = ModelStore().find(name)
    typer.echo(json.dumps(bundle.manifest, ensure_ascii=False, indent=1))


@command.command("verify")
def verify_models(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names or paths (default: every installed bundle).")
    ] = None,
) -> None:
    """Check every file of bundles against its checksum, and that the graphs load and translate."""
    from app.model.engine import Engine
    from app.model.tokenizer import Tokenizer

    store = ModelStore()
    bundles = [store.find(n) for n in names] if names else store.bundles()
    for bundle in bundles:
        bundle.verify()
        tokenizer = Tokenizer(bundle)
        ids = tokenizer.encode("1", bundle.directions[0].target)
        for variant in bundle.variants:
            engine = Engine(bundle, "cpu", variant=variant)
            engine.translate_ids([ids], beam=1)
            typer.echo(f"{bundle.name} {variant}: sound ({engine.device.op} operator)")
