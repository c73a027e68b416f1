"""The `plgt` program: finds a command's module and runs it; PlgtError is one sentence and exit code 1."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import typer

from app import __version__
from app.cli import streams
from app.errors import PlgtError

# command -> (module that holds a typer function or app called `command`, one-line help)
COMMANDS: dict[str, tuple[str, str]] = {
    "translate": ("app.cli.translate", "Translate text given as arguments or on standard input."),
    "batch": ("app.cli.batch", "Translate files and folders, formatting intact."),
    "serve": ("app.cli.serve", "Offer an HTTP API on this machine that LibreTranslate clients can use."),
    "models": ("app.cli.models", "List, import, verify and remove model bundles."),
    "memory": ("app.cli.memory", "Import, export and search the translation memory."),
    "glossary": ("app.cli.glossary", "Check, convert and try out a glossary file."),
    "window": ("app.cli.window", "Open the window (also what `plgt` alone does)."),
    "train": ("app.cli.train", "Train a model from a TOML configuration."),
    "average": ("app.cli.average", "Average the weights of several checkpoints."),
    "data": ("app.cli.data", "Fetch public parallel corpora."),
    "backtranslate": ("app.cli.backtranslate", "Make training pairs of sentences of one language."),
    "evaluate": ("app.cli.evaluate", "Score a bundle or checkpoint with BLEU and chrF."),
    "export": ("app.cli.export", "Turn a checkpoint into a model bundle."),
    "inspect": ("app.cli.inspect", "Draw the deductive outputs A_LM, P_LM and G_LM of a model."),
    "bench": ("app.cli.bench", "Measure speed and memory on this machine."),
    "doctor": ("app.cli.doctor", "Say what is installed, which device runs, and how to mend it."),
}

# Newer versions of typer bring their own copy of click, whose exceptions are not click's.
_TYPER_ERROR = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
USAGE_ERRORS: tuple[type[Any], ...] = (click.ClickException, _TYPER_ERROR)


class LazyGroup(click.Group):
    """A click group that imports a command's module only when the command is looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module_name, help_text = COMMANDS[cmd_name]
        if ctx.info_name and ctx.params == {} and "--help" in sys.argv[1:2]:
            return click.Command(cmd_name, short_help=help_text, help=help_text)
        command = importlib.import_module(module_name).command
        if isinstance(command, typer.Typer):
            converted: Any = typer.main.get_command(command)
        else:
            application = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            application.command(name=cmd_name, help=command.__doc__ or help_text)(command)
            converted = typer.main.get_command(application)
        converted.name = cmd_name
        return converted

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """A file in the place of a command is opened in the window."""
        if args and args[0] not in COMMANDS and Path(args[0]).is_file():
            return "window", self.get_command(ctx, "window"), args
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.version_option(__version__, prog_name="plgt")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """PLGT Translator: Turkish and Portuguese to and from English, entirely offline."""
    if ctx.invoked_subcommand is None:
        command = cli.get_command(ctx, "window")
        assert command is not None
        ctx.invoke(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code when called from Python, exits when it is the console script."""
    streams.open_missing()
    try:
        result = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        streams.finish()
    except PlgtError as error:
        streams.say(str(error))
        code = 1
    except (click.exceptions.Abort, typer.Abort):
        click.echo("plgt: stopped.", err=True)
        code = 130
    except (click.exceptions.Exit, typer.Exit) as stop:
        code = stop.exit_code
    except USAGE_ERRORS as error:
        error.show()
        code = error.exit_code
    except KeyboardInterrupt:
        click.echo("plgt: stopped.", err=True)
        code = 130
    except BrokenPipeError:
        streams.discard()
        code = 141
    except OSError as error:
        sentence = streams.failure(error)
        if not sentence:
            raise
        streams.discard()
        streams.say(sentence)
        code = 1
    else:
        code = result if isinstance(result, int) else 0
    if arguments is None:
        sys.exit(code)
    return code
