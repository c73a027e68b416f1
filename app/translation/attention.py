"""The cross-attention E_LM of one sentence and its translation, as the exported decoder gives it.

The decoder graph has one attention output: head 0 of its last layer, a row for every target piece. The
translation is given, not searched for: the graph reads it piece by piece, so that a translation that somebody
chose or wrote is shown as it stands.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import Cancelled
from app.text import casing
from app.translation.sentences import Request, encodable

HEAD = 1  # counted from 1, as shown


@dataclass(frozen=True)
class Attention:
    """E_LM of one step of a translation; there are two steps by way of English."""

    source_lang: str
    target_lang: str
    source: list[str]  # S pieces, symbols included
    target: list[str]  # T pieces, the end symbol included
    weights: NDArray[np.float32]  # [T, S], rows sum to 1
    layer: int  # of the decoder, counted from 1
    layers: int
    heads: int
    model: str

    @property
    def head(self) -> int:
        return HEAD


def attention(
    translator: Any,
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    cancel: threading.Event | None = None,
) -> list[Attention]:
    """E_LM of a sentence and its translation, a step each; none if a step is too long to be read at once.

    translator: an `app.translation.translator.Translator`. Raises PlgtError where no bundle serves the direction.
    """
    route = translator.steps(source_lang, target_lang)
    steps: list[Attention] = []
    for index, hop in enumerate(route):
        wanted = target
        if index + 1 < len(route):
            request = Request(translator.beam, translator.length_penalty, cancel=cancel)
            wanted = hop.translate([source], request)[0].target
        found = _step(hop, source, wanted, cancel)
        if found is None:
            return []
        steps.append(found)
        source = wanted
    return steps


def _step(hop: Any, source: str, target: str, cancel: threading.Event | None) -> Attention | None:
    """One direction of one bundle; None if source or target is empty or longer than the model can read."""
    bundle, tokenizer = hop.engine.engine.bundle, hop.tokenizer
    chunk = hop.prepare(source, Request())
    shown, _ = casing.normalise(target, hop.direction.target)
    for number, item in enumerate(chunk.items):
        shown = shown.replace(item, f"<ph{number}>", 1)
    ids = tokenizer.encode_target(encodable(shown))
    if not ids or len(chunk.ids) > hop.max_length or len(ids) >= bundle.max_positions:
        return None
    stepper = hop.engine.engine.stepper([chunk.ids])
    first = np.zeros(1, dtype=np.int64)
    nothing = np.zeros((1, 0), dtype=np.int64)
    rows = []
    for position, token in enumerate([tokenizer.bos, *ids]):
        if cancel is not None and cancel.is_set():
            raise Cancelled()
        step = stepper.step(np.array([token], dtype=np.int64), position, first, 1, nothing)
        rows.append(np.asarray(step.alignment[0], dtype=np.float32))
    layers = int(bundle.manifest["model"]["decoder_layers"])
    return Attention(
        hop.direction.source, hop.direction.target, tokenizer.source_pieces(chunk.ids),
        tokenizer.pieces([*ids, tokenizer.eos]), np.stack(rows), layers, layers,
        int(bundle.manifest["model"]["heads"]), bundle.name,
    )  # fmt: skip
