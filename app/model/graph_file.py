"""Reads nodes and initializers out of an ONNX file, without the `onnx` package, which users need not have.

The file is a Protocol Buffers message (https://protobuf.dev/programming-guides/encoding); field numbers are those of
`onnx.proto` (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES: dict[int, Any] = {
    1: np.float32, 2: np.uint8, 3: np.int8, 6: np.int32, 7: np.int64, 10: np.float16, 11: np.float64,
}  # fmt: skip


class GraphFileError(ValueError):
    """The bytes are no ONNX file, or hold what this reader does not know."""


@dataclass(frozen=True)
class Node:
    """One operator call. Attributes: single numbers, and tuples of integers."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]


@dataclass(frozen=True)
class GraphFile:
    """The graph of an ONNX file; initializers are views of its bytes."""

    nodes: tuple[Node, ...]
    initializers: dict[str, NDArray[Any]]


def read_graph(data: bytes) -> GraphFile:
    """Raises GraphFileError."""
    nodes: list[Node] = []
    initializers: dict[str, NDArray[Any]] = {}
    try:
        graph = next(value for number, value in _fields(memoryview(data)) if number == 7)
        for number, value in _fields(graph):
            if number == 1:
                nodes.append(_node(value))
            elif number == 5:
                name, array = _tensor(value)
                initializers[name] = array
    except (StopIteration, IndexError, struct.error, UnicodeDecodeError, TypeError, ValueError) as error:
        raise GraphFileError(f"the file is no ONNX graph that can be read ({error})") from None
    return GraphFile(tuple(nodes), initializers)


def _fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    """(field number, value): an int, a float of 4 bytes, or a view of the bytes."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(data, place)
            yield key >> 3, value
        elif kind == 1:
            yield key >> 3, data[place : place + 8]
            place += 8
        elif kind == 2:
            size, place = _varint(data, place)
            if place + size > len(data):
                raise GraphFileError("it ends too soon")
            yield key >> 3, data[place : place + size]
            place += size
        elif kind == 5:
            yield key >> 3, struct.unpack_from("<f", data, place)[0]
            place += 4
        else:
            raise GraphFileError(f"unknown wire type {kind}")


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _integers(value: Any) -> list[int]:
    """A repeated integer field, packed or one by one."""
    if isinstance(value, int):
        return [_signed(value)]
    numbers, place = [], 0
    while place < len(value):
        number, place = _varint(value, place)
        numbers.append(_signed(number))
    return numbers


def _text(value: Any) -> str:
    return bytes(value).decode("utf-8")


def _node(data: memoryview) -> Node:
    inputs, outputs, operator, attributes = [], [], "", {}
    for number, value in _fields(data):
        if number == 1:
            inputs.append(_text(value))
        elif number == 2:
            outputs.append(_text(value))
        elif number == 4:
            operator = _text(value)
        elif number == 5:
            name, found = _attribute(value)
            attributes[name] = found
    return Node(operator, tuple(inputs), tuple(outputs), attributes)


def _attribute(data: memoryview) -> tuple[str, Any]:
    name, found, integers = "", None, []
    for number, value in _fields(data):
        if number == 1:
            name = _text(value)
        elif number == 2:
            found = float(value)
        elif number == 3:
            found = _signed(value)
        elif number == 8:
            integers += _integers(value)
    return name, tuple(integers) if integers else found


def _tensor(data: memoryview) -> tuple[str, NDArray[Any]]:
    dims: list[int] = []
    kind, name, raw = 0, "", memoryview(b"")
    for number, value in _fields(data):
        if number == 1:
            dims += _integers(value)
        elif number == 2:
            kind = value
        elif number == 8:
            name = _text(value)
        elif number == 9:
            raw = value
        elif number != 12:  # a comment
            raise GraphFileError(f"an initializer is stored in field {number}")
    if kind not in TYPES:
        raise GraphFileError(f'the initializer "{name}" has the unknown type {kind}')
    return name, np.frombuffer(raw, TYPES[kind]).reshape(dims)
