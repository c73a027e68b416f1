"""Reading a decoder graph for the native decoder: exactly the graph that it computes, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from app.model.bundle import Bundle
from app.model.decoder_weights import UnfitGraph, decoder_weights
from app.model.graph_file import GraphFileError, read_graph

FIXTURE = Path(__file__).parents[2] / "data" / "tiny-v1.plgt"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle(FIXTURE)


@pytest.mark.parametrize("name", ["decoder.onnx", "decoder.int8.onnx", "encoder.int8.onnx"])
def test_a_graph_is_read_as_onnx_reads_it(bundle: Bundle, name: str) -> None:
    graph, wanted = read_graph(bundle.read(name)), onnx.load_model_from_string(bundle.read(name)).graph
    assert [(n.operator, list(n.inputs), list(n.outputs)) for n in graph.nodes] == [
        (n.op_type, list(n.input), list(n.output)) for n in wanted.node
    ]
    for node, other in zip(graph.nodes, wanted.node, strict=True):
        for attribute in other.attribute:
            value: Any = helper.get_attribute_value(attribute)
            assert node.attributes[attribute.name] == (tuple(value) if isinstance(value, list) else value)
    assert graph.initializers.keys() == {tensor.name for tensor in wanted.initializer}
    for tensor in wanted.initializer:
        np.testing.assert_array_equal(graph.initializers[tensor.name], numpy_helper.to_array(tensor))


@pytest.mark.parametrize("data", [b"", b"no graph at all", b"\x3a\xff\xff\xff\xff\x0f", b"\x3a\x02\x0a"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(GraphFileError):
        read_graph(data)


@pytest.mark.parametrize("name", ["decoder.onnx", "decoder.int8.onnx"])
def test_every_weight_is_found(bundle: Bundle, name: str) -> None:
    weights = decoder_weights(bundle.read(name), bundle.manifest["model"])
    assert len(weights.layers) == 2 and weights.norm_first and weights.last is not None
    assert weights.epsilon == pytest.approx(1e-6)
    layer = weights.layers[1]
    assert layer.packed.weight.shape == (16, 48) and layer.inner.weight.shape == (16, 24)
    assert layer.self_attention.g.shape == (
        2,
        8,
        8,
    ) and layer.cross_attention.negative_slope == pytest.approx(0.2)
    assert (layer.packed.scale is None) == (name == "decoder.onnx")
    wanted = onnx.load_model_from_string(bundle.read(name)).graph
    initializers = {tensor.name: numpy_helper.to_array(tensor) for tensor in wanted.initializer}
    np.testing.assert_array_equal(layer.cross_attention.g, initializers["decoder.1.cross.G"])
    np.testing.assert_array_equal(weights.embedding, initializers["embedding"])


def changed(bundle: Bundle, name: str, change: str) -> bytes:
    model = onnx.load_model_from_string(bundle.read(name))
    graph = model.graph
    by_output = {node.output[0]: node for node in graph.node}
    if change == "another activation":
        by_output["decoder.0.relu"].op_type = "Gelu"
    elif change == "another input":
        by_output["decoder.1.self.sum"].input[0] = "target.embedded"
    elif change == "one more node":
        graph.node.append(helper.make_node("Identity", ["final"], ["further"]))
    elif change == "another epsilon":
        by_output["decoder.1.norm"].attribute[1].f = 1e-3
    elif change == "one more attribute":
        by_output["decoder.0.self.out"].attribute.append(helper.make_attribute("alpha", 0.5))
    elif change == "another shape":
        tensor = next(t for t in graph.initializer if t.name == "decoder.0.self.G")
        tensor.CopyFrom(numpy_helper.from_array(np.zeros((2, 8, 9), np.float32), tensor.name))
    elif change == "eight bits":
        tensor = next(t for t in graph.initializer if t.name == "decoder.0.inner.weight")
        tensor.CopyFrom(numpy_helper.from_array(np.full((16, 24), -128, np.int8), tensor.name))
    return bytes(model.SerializeToString())


@pytest.mark.parametrize(
    "name, change",
    [
        ("decoder.onnx", "another activation"), ("decoder.onnx", "another input"), ("decoder.onnx", "one more node"),
        ("decoder.onnx", "another epsilon"), ("decoder.onnx", "one more attribute"), ("decoder.onnx", "another shape"),
        ("decoder.int8.onnx", "eight bits"), ("decoder.int8.onnx", "another input"),
    ],
)  # fmt: skip
def test_a_graph_that_means_something_else_is_left_to_onnxruntime(
    bundle: Bundle, name: str, change: str
) -> None:
    with pytest.raises(UnfitGraph):
        decoder_weights(changed(bundle, name, change), bundle.manifest["model"])
