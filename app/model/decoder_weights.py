"""The weights of a decoder graph, for the native decoder: only if the graph is exactly the one that it computes.

Every node is compared with what `export.graphs.build_decoder` writes, inputs and attributes included, so that a
graph that means something else is never run by the wrong code: onnxruntime runs it then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.model.graph_file import GraphFile, GraphFileError, Node, read_graph

Array = NDArray[Any]


class UnfitGraph(Exception):
    """The native decoder does not compute this graph; the message says what differs."""


@dataclass(frozen=True)
class LinearWeights:
    """A projection. Integers: `scale` [outputs] and the input's scale and zero point; floats: scale None."""

    weight: Array  # int8 or float32, [inputs, outputs], or [outputs, inputs] if transposed
    bias: Array
    scale: Array | None = None
    input_scale: float = 0.0
    input_zero: int = 0
    transposed: bool = False
    rectified: bool = False


@dataclass(frozen=True)
class AttentionWeights:
    g: Array  # G_LM [H, K, K]
    scale: float
    negative_slope: float


@dataclass(frozen=True)
class LayerWeights:
    norms: tuple[tuple[Array, Array], ...]  # gain and bias: self-attention, cross-attention, feed-forward
    packed: LinearWeights
    out: LinearWeights
    query: LinearWeights
    cross_out: LinearWeights
    inner: LinearWeights
    outer: LinearWeights
    self_attention: AttentionWeights
    cross_attention: AttentionWeights


@dataclass(frozen=True)
class DecoderWeights:
    """Everything that a step needs. Arrays are views of the graph's file."""

    layers: tuple[LayerWeights, ...]
    norm_first: bool
    epsilon: float
    last: tuple[Array, Array] | None  # the norm after the last layer
    embedding: Array  # int8 or float32 [V, D]
    embedding_scale: Array | None  # [V]; int8 only
    embedding_factor: float
    positions: Array  # [P, D]
    final: LinearWeights


def decoder_weights(data: bytes, model: Mapping[str, Any]) -> DecoderWeights:
    """Read a decoder graph. `model`: the table of that name in the manifest. Raises UnfitGraph."""
    try:
        graph = read_graph(data)
    except GraphFileError as error:
        raise UnfitGraph(str(error)) from None
    return _Reader(graph, model).read()


class _Reader:
    """Goes through the nodes in the order of the computation and takes each one off."""

    def __init__(self, graph: GraphFile, model: Mapping[str, Any]) -> None:
        self.constants = graph.initializers
        self.nodes = {node.outputs[0]: node for node in graph.nodes if node.outputs}
        self.model = model
        self.width = int(model["d_model"])
        self.heads, self.size = int(model["heads"]), int(model["head_size"])
        first = self.nodes.get("decoder.0.self.norm")
        self.norm_first = first is not None and first.inputs[0] == "target.embedded"
        self.epsilons: set[float] = set()

    def read(self) -> DecoderWeights:
        layers = int(self.model["decoder_layers"])
        words = int(self.model["target_vocabulary"])
        if self.heads * self.size != self.width:
            raise UnfitGraph("heads times head size is not the model's width")
        position = self.take("Gather", ["positions", "position"], "target_position")
        x, table = self.embedding(position)
        read = []
        for index in range(layers):
            layer, x = self.layer(index, x, last=index == layers - 1)
            read.append(layer)
        last = None
        if "decoder.norm" in self.nodes:
            last = self.norm(x, "decoder.norm")
            x = "decoder.norm"
        final = self.final(x, table)
        self.take(
            "TopLogProbabilities",
            ["final", "k", "forced"],
            "top_logp",
            ["top_logp", "top_ids", "forced_logp"],
        )
        if self.nodes:
            raise UnfitGraph(f'the graph has a further node for "{next(iter(self.nodes))}"')
        if len(self.epsilons) != 1:
            raise UnfitGraph("the norms have different epsilons")
        embedding = self.constants[table]
        scale = self.constants.get(f"{table}.row_scale") if embedding.dtype == np.int8 else None
        factor = float(self.constants["embedding_scale"].reshape(-1)[0]) if scale is None else 0.0
        positions = self.array("positions", (int(self.model["max_positions"]), self.width))
        self.array(table, (words, self.width), embedding.dtype)
        if scale is not None:
            scale = self.array(f"{table}.row_scale", (words, 1)).reshape(-1)
        return DecoderWeights(
            tuple(read),
            self.norm_first,
            self.epsilons.pop(),
            last,
            embedding,
            scale,
            factor,
            positions,
            final,
        )

    def take(
        self,
        operator: str,
        inputs: list[str],
        output: str,
        outputs: list[str] | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> str:
        """Remove the node that gives `output`, which must be as described, and return its name."""
        node = self.nodes.pop(output, None)
        wanted = Node(operator, tuple(inputs), tuple(outputs or [output]), dict(attributes or {}))
        if node is None or (attributes is None and node.attributes) or node != wanted:
            raise UnfitGraph(f'"{output}" is not computed as expected')
        return output

    def attributes(self, output: str) -> dict[str, Any]:
        node = self.nodes.get(output)
        return {} if node is None else node.attributes

    def array(self, name: str, shape: tuple[int, ...], kind: Any = np.float32) -> Array:
        array = self.constants.get(name)
        if array is None or array.shape != shape or array.dtype != kind:
            raise UnfitGraph(f'the constant "{name}" is not {np.dtype(kind)} of shape {list(shape)}')
        return array

    def embedding(self, position: str) -> tuple[str, str]:
        """(the first value, the name of the embedding table)"""
        table = "embedding" if "embedding" in self.constants else "target_embedding"
        if "target.integers" in self.nodes:
            self.take("Gather", [table, "ids"], "target.integers")
            self.take("Cast", ["target.integers"], "target.rows", attributes={"to": 1})
            self.take("Gather", [f"{table}.row_scale", "ids"], "target.scales")
            self.take("Mul", ["target.rows", "target.scales"], "target.scaled")
            self.array(f"{table}.row_scale", (int(self.model["target_vocabulary"]), 1))
        else:
            self.take("Gather", [table, "ids"], "target.rows")
            self.take("Mul", ["target.rows", "embedding_scale"], "target.scaled")
            if self.constants.get("embedding_scale", np.zeros(0)).size != 1:
                raise UnfitGraph('the constant "embedding_scale" is not one number')
        if table not in self.constants:
            raise UnfitGraph("the graph has no embedding")
        return self.take("Add", ["target.scaled", position], "target.embedded"), table

    def norm(self, x: str, output: str) -> tuple[Array, Array]:
        epsilon = self.attributes(output).get("epsilon")
        self.epsilons.add(float(epsilon or 0))
        self.take(
            "LayerNormalization", [x, f"{output}.gain", f"{output}.bias"], output,
            attributes={"axis": -1, "epsilon": epsilon},
        )  # fmt: skip
        return self.array(f"{output}.gain", (self.width,)), self.array(f"{output}.bias", (self.width,))

    def linear(
        self, x: str, output: str, inputs: int, outputs: int, rectified: bool = False
    ) -> LinearWeights:
        weight = f"{output}.weight"
        if f"{output}.input" not in self.nodes:
            self.take("Gemm", [x, weight, f"{output}.bias"], output)
            return LinearWeights(
                self.array(weight, (inputs, outputs)),
                self.array(f"{output}.bias", (outputs,)),
                rectified=rectified,
            )
        return self.quantized(x, output, self.array(weight, (inputs, outputs), np.int8), outputs, rectified)

    def quantized(
        self,
        x: str,
        output: str,
        values: Array,
        outputs: int,
        rectified: bool = False,
        transposed: bool = False,
    ) -> LinearWeights:
        scale, zero = f"{output}.input_scale", f"{output}.input_zero"
        self.take("QuantizeLinear", [x, scale, zero], f"{output}.input")
        inputs = [f"{output}.input", f"{output}.weight", scale, f"{output}.scale", zero, "", f"{output}.bias"]
        self.take("MatMulIntegerToFloat", inputs, output)
        if values.size and (values.min() < -64 or values.max() > 64):
            raise UnfitGraph(f'the weights of "{output}" have more than seven bits')
        given = float(self.constants[scale].reshape(-1)[0])
        if self.constants[scale].size != 1 or self.constants[zero].size != 1 or not given > 0:
            raise UnfitGraph(f'"{scale}" is not one positive number')
        return LinearWeights(
            values, self.array(f"{output}.bias", (outputs,)), self.array(f"{output}.scale", (outputs,)),
            given, int(self.constants[zero].reshape(-1)[0]), transposed, rectified,
        )  # fmt: skip

    def attention(self, operator: str, inputs: list[str], outputs: list[str], g: str) -> AttentionWeights:
        found = self.attributes(outputs[0])
        scale, slope = found.get("scale"), found.get("negative_slope")
        self.take(
            operator, [*inputs, g], outputs[0], outputs, attributes={"negative_slope": slope, "scale": scale}
        )
        chosen = float(scale or 0) or float(1 / np.sqrt(self.size))
        return AttentionWeights(self.array(g, (self.heads, self.size, self.size)), chosen, float(slope or 0))

    def layer(self, index: int, x: str, last: bool) -> tuple[LayerWeights, str]:
        scope, width = f"decoder.{index}", self.width
        inner = self.constants.get(f"{scope}.inner.weight", np.zeros((0, 0))).shape[-1]
        norms: list[tuple[Array, Array]] = []
        parts: dict[str, Any] = {}

        def attend_self(y: str) -> str:
            parts["packed"] = self.linear(y, f"{scope}.self.qkv", width, 3 * width)
            outputs = [f"{scope}.self.attended", f"new_cache_k_{index}", f"new_cache_v_{index}"]
            inputs = [f"{scope}.self.qkv", f"cache_k_{index}", f"cache_v_{index}", "beam"]
            parts["self_attention"] = self.attention(
                "CachedPowerLawAttention", inputs, outputs, f"{scope}.self.G"
            )
            parts["out"] = self.linear(outputs[0], f"{scope}.self.out", width, width)
            return f"{scope}.self.out"

        def attend_source(y: str) -> str:
            parts["query"] = self.linear(y, f"{scope}.cross.query", width, width)
            outputs = [f"{scope}.cross.attended", "alignment" if last else f"{scope}.cross.alignment"]
            inputs = [f"{scope}.cross.query", f"cross_k_{index}", f"cross_v_{index}", "lengths"]
            parts["cross_attention"] = self.attention(
                "CrossPowerLawAttention", inputs, outputs, f"{scope}.cross.G"
            )
            parts["cross_out"] = self.linear(outputs[0], f"{scope}.cross.out", width, width)
            return f"{scope}.cross.out"

        def feed_forward(y: str) -> str:
            parts["inner"] = self.linear(y, f"{scope}.inner", width, inner)
            hidden = f"{scope}.inner"
            rectified = f"{scope}.relu" in self.nodes
            if rectified:
                hidden = self.take("Relu", [hidden], f"{scope}.relu")
            parts["outer"] = self.linear(hidden, f"{scope}.outer", inner, width, rectified)
            return f"{scope}.outer"

        for name, block in ((".self", attend_self), (".cross", attend_source), ("", feed_forward)):
            norm, total = f"{scope}{name}.norm", f"{scope}{name}.sum"
            if self.norm_first:
                norms.append(self.norm(x, norm))
                x = self.take("Add", [x, block(norm)], total)
            else:
                self.take("Add", [x, block(x)], total)
                norms.append(self.norm(total, norm))
                x = norm
        return LayerWeights(norms=tuple(norms), **parts), x

    def final(self, x: str, table: str) -> LinearWeights:
        words = int(self.model["target_vocabulary"])
        if "final.input" in self.nodes:
            if "final.weight" not in self.nodes:
                return self.linear(x, "final", self.width, words)
            self.take("Transpose", [table], "final.weight", attributes={"perm": (1, 0)})
            values = self.array(table, (words, self.width), np.int8)
            return self.quantized(x, "final", values, words, transposed=True)
        if self.attributes("final"):
            self.take("Gemm", [x, table, "final.bias"], "final", attributes={"transB": 1})
            weight = self.array(table, (words, self.width))
            return LinearWeights(weight, self.array("final.bias", (words,)), transposed=True)
        return self.linear(x, "final", self.width, words)
