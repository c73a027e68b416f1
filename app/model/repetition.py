"""The guard against endless repetition: how long every open hypothesis has been repeating, and what it may not add."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.model.hypotheses import Integers

LONGEST_PERIOD = 16  # tokens; loops of translation models are shorter


def allowed_repeats(source: Sequence[int]) -> Integers:
    """[LONGEST_PERIOD]: how often a phrase of 1, 2, ... tokens may stand in a row in the translation of
    `source`.

    Four times for one token, three for two or three, twice for longer ones; oftener where the source repeats
    too.
    """
    allowed = np.full(LONGEST_PERIOD, 2, dtype=np.int64)
    allowed[0], allowed[1:3] = 4, 3
    ids = np.asarray(source, dtype=np.int64)
    for period in range(1, min(LONGEST_PERIOD, len(ids) - 1) + 1):
        same = np.concatenate([[False], ids[period:] == ids[:-period], [False]])
        if same.any():
            edges = np.flatnonzero(np.diff(same.astype(np.int8)))
            longest = int((edges[1::2] - edges[::2]).max())
            allowed[period - 1] = max(int(allowed[period - 1]), longest // period + 1)
    return allowed


class Guard:
    """Counts, for every open hypothesis, how long it has been repeating with each period."""

    def __init__(self, sources: Sequence[Sequence[int]]) -> None:
        periods = np.arange(1, LONGEST_PERIOD + 1)
        self.limit = np.stack([allowed_repeats(source) * periods for source in sources])  # [N, P]
        self.run = np.zeros((len(sources), 1, LONGEST_PERIOD), dtype=np.int64)  # [N, B, P]

    def forbidden(self, tokens: Integers, ids: Integers) -> NDArray[np.bool_]:
        """[N, B, k]: candidates `ids` [N, B, k] that would complete one repetition too many after `tokens`
        [N, B, T]."""
        periods = min(LONGEST_PERIOD, tokens.shape[2])
        near = self.run[:, :, :periods] + 1 >= self.limit[:, None, :periods]  # [N, B, P]
        if not near.any():
            return np.zeros(ids.shape, dtype=bool)
        back = tokens[:, :, ::-1][:, :, :periods]  # the token `period` places back
        return ((ids[:, :, :, None] == back[:, :, None, :]) & near[:, :, None, :]).any(-1)

    def advance(self, tokens: Integers, parent: Integers, new: Integers) -> None:
        """tokens [N, B', T] after reordering by parent [N, B'], new [N, B'] the tokens that follow."""
        run = np.take_along_axis(self.run, parent[:, :, None], axis=1)
        periods = min(LONGEST_PERIOD, tokens.shape[2])
        back = tokens[:, :, ::-1][:, :, :periods]
        run[:, :, :periods] = np.where(back == new[:, :, None], run[:, :, :periods] + 1, 0)
        self.run = run

    def keep(self, kept: Integers) -> None:
        self.limit, self.run = self.limit[kept], self.run[kept]
