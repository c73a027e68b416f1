"""Weights carried over to another vocabulary.

Each new piece is cut into the old pieces that spell it (the best segmentation under the old unigram model), and its row
is the mean of theirs: Gee et al., "Fast Vocabulary Transfer for Language Model Compression" (EMNLP 2022).
"""

from __future__ import annotations

import torch
from torch import Tensor

from training.data.tokenizer import Tokenizer

UNKNOWN_SCORE = -30.0  # of a character that is no old piece and is spelt in bytes


def piece_shares(old: Tokenizer, new: Tokenizer) -> list[list[int]]:
    """For each new piece the ids of the old pieces that spell it (never empty)."""
    a, b = old.processor, new.processor
    ids = {a.id_to_piece(i): i for i in range(old.size)}
    scores = {
        piece: a.get_score(i)
        for piece, i in ids.items()
        if not (a.is_control(i) or a.is_byte(i) or a.is_unknown(i))
    }
    longest = max(map(len, scores))
    return [
        [ids[piece]] if piece in ids else _spell(piece, ids, scores, longest, a.unk_id())
        for piece in map(b.id_to_piece, range(new.size))
    ]


def _spell(
    piece: str, ids: dict[str, int], scores: dict[str, float], longest: int, unknown: int
) -> list[int]:
    """The best segmentation of a piece (Viterbi); characters that are no piece become their bytes."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # by end: score, start of the last part
    for end in range(1, len(piece) + 1):
        candidates = [(best[end - 1][0] + UNKNOWN_SCORE, end - 1)]
        for start in range(max(0, end - longest), end):
            if piece[start:end] in scores:
                candidates.append((best[start][0] + scores[piece[start:end]], start))
        best.append(max(candidates))
    spelt: list[int] = []
    end = len(piece)
    while end:
        start = best[end][1]
        part = piece[start:end]
        if part in scores:
            spelt = [ids[part], *spelt]
        else:
            spelt = [*(ids.get(f"<0x{byte:02X}>", unknown) for byte in part.encode()), *spelt]
        end = start
    return spelt or [unknown]


def spread_rows(rows: Tensor, shares: list[list[int]]) -> Tensor:
    """[V_old, ...] -> [V_new, ...]: each new row is the mean of the old rows of its parts."""
    return torch.stack([rows[parts].float().mean(0) for parts in shares]).to(rows.dtype)
