"""Other ways to say it: different translations of a sentence, and other words in one place.

Hypotheses of a beam differ mostly in their last words. Two steps make real alternatives of them, as
lattice decoding
does: partial hypotheses that end in the same words are one state (the better way into it stays, the other
becomes a way around), and of the paths through the states those are chosen that differ most from what was
chosen before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ORDER = 2  # partial hypotheses that share this many last tokens are equivalent
DIVERSITY = 0.6  # weight of novelty against score when an alternative is chosen
MAX_PATHS = 64


@dataclass(frozen=True)
class Path:
    """A whole way through the lattice: token ids (end token excluded) and the mean log-probability."""

    ids: tuple[int, ...]
    score: float


def recombine(hypotheses: Sequence[tuple[Sequence[int], Sequence[float]]], end: int) -> list[Path]:
    """All paths through the hypotheses' lattice, best first, at most MAX_PATHS.

    hypotheses: (token ids, log-probability of each), best first; the end token may be there or not.
    A state is (last ORDER tokens); an edge is a token with its log-probability at its first, best
    occurrence. So a beginning of one hypothesis continues with the rest of another wherever both pass the
    same state.
    """
    start = (-1,) * ORDER
    edges: dict[tuple[int, ...], dict[int, float]] = {}
    for ids, logprobs in hypotheses:
        state = start
        tokens = [token for token in ids if token != end]
        for token, logprob in zip([*tokens, end], [*logprobs, 0.0], strict=False):
            known = edges.setdefault(state, {})
            known[token] = max(known.get(token, logprob), logprob)
            state = (*state[1:], token)
    longest = max((len(ids) for ids, _ in hypotheses), default=0) + 2
    complete: dict[tuple[int, ...], float] = {}
    frontier: list[tuple[float, tuple[int, ...], tuple[int, ...]]] = [(0.0, start, ())]
    for _ in range(longest):
        following = []
        for total, state, ids in frontier:
            for token, logprob in edges.get(state, {}).items():
                if token == end:
                    score = (total + logprob) / (len(ids) + 1)
                    complete[ids] = max(complete.get(ids, score), score)
                elif not _loops(ids, token):
                    following.append((total + logprob, (*state[1:], token), (*ids, token)))
        frontier = sorted(following, key=lambda item: -item[0])[:MAX_PATHS]
        if not frontier:
            break
    paths = [Path(ids, score) for ids, score in complete.items()]
    return sorted(paths, key=lambda path: -path.score)[:MAX_PATHS]


def _loops(ids: tuple[int, ...], token: int) -> bool:
    """Whether the state would be visited a second time with the same continuation."""
    if len(ids) < ORDER:
        return False
    wanted = (*ids[-ORDER:], token)
    return any(ids[index : index + ORDER + 1] == wanted for index in range(len(ids) - ORDER))


def difference(left: str, right: str) -> float:
    """0 for the same words, 1 for nothing in common; case and punctuation aside."""
    a, b = _plain(left), _plain(right)
    if a == b:
        return 0.0
    return 1.0 - SequenceMatcher(None, a, b, autojunk=False).ratio()


def _plain(text: str) -> list[str]:
    kept = "".join(character if character.isalnum() else " " for character in text.casefold())
    return kept.split()


def choose_diverse(best: str, candidates: Sequence[tuple[str, float]], count: int) -> list[str]:
    """Up to `count` candidates, by score and by their distance to `best` and to each other.

    candidates: (text, score in log-probability per token). Candidates with the same words as one chosen are
    left out.
    """
    chosen: list[str] = []
    left = [(text, score) for text, score in candidates if difference(text, best) > 0.0]
    top = max((score for _, score in left), default=0.0)
    while left and len(chosen) < count:

        def value(candidate: tuple[str, float]) -> float:
            text, score = candidate
            novelty = min(difference(text, other) for other in [best, *chosen])
            return (1 - DIVERSITY) * (score - top) + DIVERSITY * novelty

        pick = max(left, key=value)
        chosen.append(pick[0])
        left = [item for item in left if difference(item[0], pick[0]) > 0.0]
    return chosen


def word_variants(best: Sequence[str], others: Sequence[Sequence[str]], limit: int = 5) -> list[list[str]]:
    """For each word of `best` the words that stand in its place in the other translations, in order of
    appearance."""
    variants: list[list[str]] = [[] for _ in best]
    folded = [word.casefold() for word in best]
    for other in others:
        matcher = SequenceMatcher(None, folded, [word.casefold() for word in other], autojunk=False)
        for kind, i0, i1, j0, j1 in matcher.get_opcodes():
            if kind != "replace" or i1 - i0 != j1 - j0:
                continue
            for offset in range(i1 - i0):
                word = other[j0 + offset]
                if word not in variants[i0 + offset] and len(variants[i0 + offset]) < limit:
                    variants[i0 + offset].append(word)
    return variants
