"""The decoder in the operator library: weights go in once, then whole searches or single steps run without Python.

Structures and functions are those of `src/decoder.h`, `src/beam_search.h` and `src/decoding.cpp`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from ctypes import POINTER, Structure, byref, c_double, c_float, c_int32, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Integers = NDArray[np.int64]

Report = ctypes.CFUNCTYPE(c_int32, c_int64)


class _Linear(Structure):
    _fields_ = (
        ("inputs", c_int64), ("outputs", c_int64), ("weight", c_void_p), ("scale", c_void_p), ("bias", c_void_p),
        ("input_scale", c_float), ("input_zero", c_int32), ("transposed", c_int32), ("rectified", c_int32),
    )  # fmt: skip


class _Attention(Structure):
    _fields_ = (("energy_curvature", c_void_p), ("scale", c_float), ("negative_slope", c_float))


class _Norm(Structure):
    _fields_ = (("gain", c_void_p), ("bias", c_void_p))


class _Layer(Structure):
    _fields_ = (
        ("norms", _Norm * 3), ("packed", _Linear), ("out", _Linear), ("query", _Linear), ("cross_out", _Linear),
        ("inner", _Linear), ("outer", _Linear), ("self_attention", _Attention), ("cross_attention", _Attention),
    )  # fmt: skip


class _Decoder(Structure):
    _fields_ = (
        ("layers", c_int64), ("width", c_int64), ("heads", c_int64), ("words", c_int64), ("positions", c_int64),
        ("norm_first", c_int32), ("epsilon", c_float), ("layer", POINTER(_Layer)), ("last", _Norm),
        ("embedding", c_void_p), ("embedding_scale", c_void_p), ("embedding_factor", c_float),
        ("position_table", c_void_p), ("final", _Linear),
    )  # fmt: skip


class _Search(Structure):
    _fields_ = (
        ("sentences", c_int64), ("source_length", c_int64), ("lengths", c_void_p), ("cross", POINTER(c_void_p)),
        ("limits", c_void_p), ("repeats", c_void_p), ("banned", c_void_p), ("banned_count", c_int64),
        ("beam", c_int64), ("n_best", c_int64), ("k", c_int64), ("bos", c_int64), ("eos", c_int64),
        ("length_penalty", c_double), ("aligned", c_int32), ("report", Report), ("ticking", c_int32),
    )  # fmt: skip


@dataclass(frozen=True)
class Encoded:
    """Sentences as the encoder gives them."""

    lengths: Integers  # [N]
    cross: Sequence[Array]  # float32 [N, H, S, K]: keys and values of each layer in turn

    def __post_init__(self) -> None:
        count = len(self.lengths)
        for array in self.cross:
            if array.dtype != np.float32 or array.ndim != 4 or array.shape != self.cross[0].shape:
                raise ValueError("keys and values must be float32 of one shape [N, H, S, K]")
            if array.shape[0] != count:
                raise ValueError("keys and values must have one entry for each length")
        if count and not 0 < int(self.lengths.min()) <= int(self.lengths.max()) <= self.cross[0].shape[2]:
            raise ValueError("lengths must be from 1 to the number of keys")


@dataclass(frozen=True)
class SearchRequest:
    """What to search for; see `app.model.search.SearchOptions`."""

    limits: Integers  # [N] most target tokens, end symbol included
    repeats: Integers | None  # [N, 16] from `app.model.repetition`; None = no guard
    banned: Integers
    beam: int
    n_best: int
    k: int
    bos: int
    eos: int
    length_penalty: float
    aligned: bool  # alignments and runner-ups are wanted


@dataclass(frozen=True)
class SearchResult:
    """Hypotheses of all sentences in turn, best first, and their tokens in turn."""

    counts: Integers  # [N] hypotheses
    lengths: Integers  # [hypotheses] tokens, end symbol included
    scores: NDArray[np.float64]
    flags: Integers  # 1 finished, 2 guarded
    ids: Integers  # [tokens]
    logps: NDArray[np.float64]
    alignment: NDArray[np.float32] | None  # [tokens, S]
    top: NDArray[np.float32] | None  # [tokens, k]
    top_ids: Integers | None


class NativeDecoder:
    """A decoder whose weights are packed in the library. Any number of threads may use it at once."""

    def __init__(self, library: Path, weights: Any) -> None:
        """weights: `app.model.decoder_weights.DecoderWeights`. Raises OSError if the library cannot run it."""
        self._library = _open(library)
        self._handle: int | None = None
        kept: list[Array] = []  # what the description points to, until it is packed

        def pointer(array: Array | None, kind: Any = np.float32) -> int | None:
            if array is None:
                return None
            kept.append(np.require(array, kind, ["C", "A"]))  # a view of a file may lie anywhere
            return int(kept[-1].ctypes.data)

        def linear(part: Any) -> _Linear:
            inputs, outputs = part.weight.shape[::-1] if part.transposed else part.weight.shape
            kind = np.float32 if part.scale is None else np.int8
            return _Linear(
                inputs, outputs, pointer(part.weight, kind), pointer(part.scale), pointer(part.bias),
                part.input_scale, part.input_zero, part.transposed, part.rectified,
            )  # fmt: skip

        def norm(pair: tuple[Array, Array] | None) -> _Norm:
            return _Norm(None, None) if pair is None else _Norm(pointer(pair[0]), pointer(pair[1]))

        def attention(part: Any) -> _Attention:
            return _Attention(pointer(part.g), part.scale, part.negative_slope)

        layers = (_Layer * len(weights.layers))()
        for target, layer in zip(layers, weights.layers, strict=True):
            target.norms = (_Norm * 3)(*map(norm, layer.norms))
            for name in ("packed", "out", "query", "cross_out", "inner", "outer"):
                setattr(target, name, linear(getattr(layer, name)))
            target.self_attention = attention(layer.self_attention)
            target.cross_attention = attention(layer.cross_attention)
        words, width = weights.embedding.shape
        quantized = weights.embedding_scale is not None
        self.heads = int(weights.layers[0].self_attention.g.shape[0])
        self.head_size = width // self.heads
        self.layers, self.words, self.positions = len(layers), words, len(weights.positions)
        description = _Decoder(
            len(layers), width, self.heads, words, self.positions, weights.norm_first, weights.epsilon, layers,
            norm(weights.last), pointer(weights.embedding, np.int8 if quantized else np.float32),
            pointer(weights.embedding_scale), weights.embedding_factor, pointer(weights.positions),
            linear(weights.final),
        )  # fmt: skip
        self._handle = self._library.plgt_decoder_open(byref(description))
        if not self._handle:
            raise OSError("the library has no decoder for this processor, or not enough memory for it")
        self.kernel = str(self._library.plgt_decoder_kernel().decode("ascii"))

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self._library.plgt_decoder_close(self._handle)

    def search(
        self, encoded: Encoded, request: SearchRequest, report: Callable[[int], bool] | None, ticking: bool
    ) -> SearchResult | None:
        """None if `report` ended the search: called with the number of a sentence that is done, and, if `ticking`,
        with -1 before every step. Raises MemoryError, and what `report` raises."""
        self._fit(encoded)
        count, source = len(encoded.lengths), encoded.cross[0].shape[2]
        raised: list[BaseException] = []

        def called(number: int) -> int:
            try:
                return int(report is not None and report(number))
            except BaseException as error:
                raised.append(error)
                return 1

        limits = np.ascontiguousarray(request.limits, np.int64)
        if int(limits.max(initial=0)) > self.positions or not 1 <= request.k <= self.words:
            raise ValueError("a limit is beyond the model's positions, or k beyond its vocabulary")
        repeats = None if request.repeats is None else np.ascontiguousarray(request.repeats, np.int64)
        banned = np.ascontiguousarray(request.banned, np.int64)
        keep = _pointers(encoded)
        search = _Search(
            count, source, keep.lengths.ctypes.data, keep.table, limits.ctypes.data,
            None if repeats is None else repeats.ctypes.data, banned.ctypes.data, len(banned), request.beam,
            request.n_best, request.k, request.bos, request.eos, request.length_penalty, request.aligned,
            Report(0) if report is None else Report(called), ticking,
        )  # fmt: skip
        handle, sizes = c_void_p(), (c_int64 * 2)()
        code = self._library.plgt_search(self._handle, byref(search), byref(handle), sizes)
        if raised:
            if handle:
                self._library.plgt_search_close(handle)
            raise raised[0]
        if code == 1:
            return None
        if code != 0:
            raise MemoryError("not enough memory for the search")
        try:
            return self._copied(handle, count, int(sizes[0]), int(sizes[1]), source, request)
        finally:
            self._library.plgt_search_close(handle)

    def _copied(
        self, handle: c_void_p, count: int, hypotheses: int, tokens: int, source: int, request: SearchRequest
    ) -> SearchResult:
        k = request.k
        result = SearchResult(
            np.empty(count, np.int64), np.empty(hypotheses, np.int64), np.empty(hypotheses, np.float64),
            np.empty(hypotheses, np.int64), np.empty(tokens, np.int64), np.empty(tokens, np.float64),
            np.empty((tokens, source), np.float32) if request.aligned else None,
            np.empty((tokens, k), np.float32) if request.aligned else None,
            np.empty((tokens, k), np.int64) if request.aligned else None,
        )  # fmt: skip
        arrays = (
            result.counts, result.lengths, result.scores, result.flags, result.ids, result.logps,
            result.alignment, result.top, result.top_ids,
        )  # fmt: skip
        self._library.plgt_search_copy(handle, *(None if a is None else a.ctypes.data for a in arrays))
        return result

    def _fit(self, encoded: Encoded) -> None:
        shape = encoded.cross[0].shape if encoded.cross else ()
        if len(encoded.cross) != 2 * self.layers or (shape[1], shape[3]) != (self.heads, self.head_size):
            raise ValueError("the encoder's keys and values do not fit the decoder")

    def decoding(self, encoded: Encoded) -> NativeDecoding:
        """Get ready to decode these sentences step by step."""
        self._fit(encoded)
        return NativeDecoding(self, encoded)


class NativeDecoding:
    """The caches of some sentences, kept in the library from step to step. For one thread."""

    def __init__(self, decoder: NativeDecoder, encoded: Encoded) -> None:
        self._decoder, self._library = decoder, decoder._library
        self._source = encoded.cross[0].shape[2]
        keep = _pointers(encoded)
        self._handle = self._library.plgt_decoding_open(
            decoder._handle, len(encoded.lengths), self._source, keep.lengths.ctypes.data, keep.table
        )
        if not self._handle:
            raise MemoryError("not enough memory to decode")

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self._library.plgt_decoding_close(self._handle)

    def step(
        self, ids: Integers, origin: Integers, sentence: Integers, k: int, forced: Integers
    ) -> tuple[Array, Array, Array, Array]:
        """ids, origin, sentence [M], forced [M, F] -> top_logp, top_ids [M, k], forced_logp [M, F], alignment [M, S].

        Raises ValueError for numbers that are out of range, and MemoryError.
        """
        inputs = [np.ascontiguousarray(array, np.int64) for array in (ids, origin, sentence, forced)]
        rows, count = len(ids), forced.shape[1]
        if any(len(array) != rows for array in inputs):
            raise ValueError("ids, origins, sentences and forced tokens must have one entry for each row")
        top, top_ids = np.empty((rows, k), np.float32), np.empty((rows, k), np.int64)
        forced_logp = np.empty((rows, count), np.float32)
        alignment = np.empty((rows, self._source), np.float32)
        code = self._library.plgt_decoding_step(
            self._handle, rows, k, count,
            *(array.ctypes.data for array in inputs), top.ctypes.data, top_ids.ctypes.data,
            forced_logp.ctypes.data, alignment.ctypes.data,
        )  # fmt: skip
        if code == 1:
            raise ValueError("an id, an origin, a sentence, k or the position is out of range")
        if code != 0:
            raise MemoryError("not enough memory to decode")
        return top, top_ids, forced_logp, alignment


@dataclass(frozen=True)
class _Pointers:
    lengths: Integers
    arrays: tuple[Array, ...]
    table: Any


def _pointers(encoded: Encoded) -> _Pointers:
    arrays = tuple(map(np.ascontiguousarray, encoded.cross))
    table = (c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))
    return _Pointers(np.ascontiguousarray(encoded.lengths, np.int64), arrays, table)


def _open(path: Path) -> Any:
    library = ctypes.CDLL(str(path))
    table = POINTER(c_void_p)
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "plgt_decoder_kernel": (ctypes.c_char_p, []),
        "plgt_decoder_open": (c_void_p, [POINTER(_Decoder)]),
        "plgt_decoder_close": (None, [c_void_p]),
        "plgt_search": (ctypes.c_int, [c_void_p, POINTER(_Search), POINTER(c_void_p), POINTER(c_int64)]),
        "plgt_search_copy": (None, [c_void_p] * 10),
        "plgt_search_close": (None, [c_void_p]),
        "plgt_decoding_open": (c_void_p, [c_void_p, c_int64, c_int64, c_void_p, table]),
        "plgt_decoding_close": (None, [c_void_p]),
        "plgt_decoding_step": (ctypes.c_int, [c_void_p, c_int64, c_int64, c_int64, *[c_void_p] * 8]),
    }
    for name, (result, arguments) in signatures.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise OSError(f"{path.name} has no {name}: build it again") from None
        function.restype, function.argtypes = result, arguments
    return library
