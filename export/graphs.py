"""The encoder graph and the one-step decoder graph of a frozen model, built directly with `onnx.helper`.

N sentences, B beams, M = N*B rows ordered sentence-major, S source length, T cached target length, P rows of
the previous step, H heads, K head size, D = H*K, V vocabulary, L decoder layers.

encoder  ids int64 [N,S] (0-padded), lengths int64 [N] -> cross_k_l, cross_v_l [N,H,S,K] for l in 0..L-1
decoder  ids int64 [M], position int64 [], beam int64 [M] (row of the previous step that each row continues),
         lengths int64 [N], k int64 [1], forced int64 [M,F], cache_k_l, cache_v_l [P,H,T,K], cross_k_l,
         cross_v_l
      -> top_logp float [M,k], top_ids int64 [M,k], forced_logp [M,F], alignment [M,S] (E_LM of head 0 of the
      last
         layer's cross-attention), new_cache_k_l, new_cache_v_l [M,H,T+1,K]

The beams of a sentence are the query positions of its cross-attention, so that its keys and values are never
copied per beam. Rows are kept two-dimensional, so that every projection is one matrix product with its bias.
Variants: fp32; fp16 (weights, caches and arithmetic; log-probabilities stay float32); int8 (see
export.quantize).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from app import __version__
from export.freeze import Attention, FrozenLayer, FrozenModel, Linear
from export.function import (
    ATTENTION,
    CACHED_ATTENTION,
    CROSS_ATTENTION,
    DOMAIN,
    FOLDED_ATTENTION,
    HIDDEN_MASK,
    PACKED_ATTENTION,
    TOP_LOG_PROBABILITIES,
    attention_attributes,
    domain_opset,
    functions_for,
)
from export.quantize import Range, quantize_weight

OPSET = 17  # the first with LayerNormalization
IR_VERSION = 8  # the first with model-local functions
MICROSOFT = "com.microsoft"


@dataclass(frozen=True)
class Precision:
    """A variant. `ranges` (int8 only): input range of every projection, by its name in the graph."""

    name: str  # fp32 | fp16 | int8
    ranges: Mapping[str, Range] | None = None

    @property
    def dtype(self) -> type[np.float32] | type[np.float16]:
        return np.float16 if self.name == "fp16" else np.float32

    @property
    def onnx_type(self) -> int:
        return int(TensorProto.FLOAT16 if self.name == "fp16" else TensorProto.FLOAT)


FP32 = Precision("fp32")
FP16 = Precision("fp16")


class GraphBuilder:
    """Collects nodes and initializers; every value is named after the part of the model that makes it."""

    def __init__(self, model: FrozenModel, precision: Precision) -> None:
        self.model = model
        self.config = model.config
        self.precision = precision
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self._quantized: dict[tuple[str, Range], str] = {}

    # Pieces ---------------------------------------------------------------------------------------------

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """An initializer, stored once per name."""
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def real(self, name: str, array: NDArray[Any]) -> str:
        """An initializer in the variant's floating-point type."""
        return self.constant(name, array.astype(self.precision.dtype))

    def integers(self, *values: int) -> str:
        """A one-dimensional int64 initializer, named by its values."""
        name = "int_" + "_".join(str(value).replace("-", "m") for value in values)
        return self.constant(name, np.array(values, dtype=np.int64))

    def node(
        self, operator: str, inputs: Sequence[str], output: str, *, domain: str = "", **attributes: Any
    ) -> str:
        """Add a node with one output and return the output's name."""
        self.nodes_out(operator, inputs, [output], domain=domain, **attributes)
        return output

    def nodes_out(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        *,
        domain: str = "",
        **attributes: Any,
    ) -> Sequence[str]:
        name = f"{outputs[0]}/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs

    # Parts of the model ---------------------------------------------------------------------------------

    def linear(self, x: str, linear: Linear, output: str, *, of: str = "") -> str:
        """x [rows, in] -> [rows, out]. `of`: the name of its input range, if not `output`."""
        if self.precision.ranges is None:
            weight = self.real(f"{output}.weight", linear.weight)
            return self.node("Gemm", [x, weight, self.real(f"{output}.bias", linear.bias)], output)
        values, scale = quantize_weight(linear.weight)
        weight = self.constant(f"{output}.weight", values)
        return self.quantized_product(x, weight, scale, linear.bias, output, of or output)

    def quantized_product(
        self, x: str, weight: str, scale: NDArray[np.float32], bias: NDArray[np.float32], output: str, of: str
    ) -> str:
        """x [rows, in] float times weight [in, out] int8, in integers, plus the bias -> float [rows, out].

        x is quantized with a fixed range, so that a row's result does not depend on the other rows.
        """
        assert self.precision.ranges is not None
        given = self.precision.ranges[of]
        key = (x, given)
        if key not in self._quantized:
            scale_name = self.constant(f"{of}.input_scale", np.array(given.scale, dtype=np.float32))
            zero = self.constant(f"{of}.input_zero", np.array(given.zero, dtype=np.uint8))
            self._quantized[key] = self.node("QuantizeLinear", [x, scale_name, zero], f"{of}.input")
        inputs = [
            self._quantized[key],
            weight,
            self.constant(f"{of}.input_scale", np.array(given.scale, dtype=np.float32)),
            self.constant(f"{output}.scale", scale),
            self.constant(f"{of}.input_zero", np.array(given.zero, dtype=np.uint8)),
            "",
            self.constant(f"{output}.bias", bias.astype(np.float32)),
        ]
        return self.node("MatMulIntegerToFloat", inputs, output, domain=MICROSOFT)

    def norm(self, x: str, norm: tuple[NDArray[np.float32], NDArray[np.float32]], output: str) -> str:
        gain, bias = self.real(f"{output}.gain", norm[0]), self.real(f"{output}.bias", norm[1])
        epsilon = float(self.config.layer_norm_epsilon)
        return self.node("LayerNormalization", [x, gain, bias], output, axis=-1, epsilon=epsilon)

    def feed_forward(self, x: str, layer: FrozenLayer, scope: str) -> str:
        hidden = self.linear(x, layer.inner, f"{scope}.inner")
        if self.precision.ranges is None or self.precision.ranges[f"{scope}.outer"].zero != 0:
            hidden = self.node("Relu", [hidden], f"{scope}.relu")
        # int8: quantizing with zero point 0 cuts negative values off, which is the ReLU
        return self.linear(hidden, layer.outer, f"{scope}.outer")

    def residual(
        self, x: str, norm: tuple[NDArray[np.float32], NDArray[np.float32]], scope: str, block: Any
    ) -> str:
        """x plus block(x), with the LayerNorm before the block (pre) or after the sum (post)."""
        if self.config.norm == "pre":
            return self.node("Add", [x, block(self.norm(x, norm, f"{scope}.norm"))], f"{scope}.sum")
        return self.norm(self.node("Add", [x, block(x)], f"{scope}.sum"), norm, f"{scope}.norm")

    def attend(self, block: Attention, q: str, k: str, v: str, mask: str, scope: str) -> str:
        """q [.,H,Tq,K], k and v [.,H,Tk,K] -> [.,H,Tq,K]"""
        attributes = attention_attributes(block.negative_slope, block.scale)
        if block.g is None:
            return self.node(
                FOLDED_ATTENTION, [q, k, v, mask], f"{scope}.attended", domain=DOMAIN, **attributes
            )
        g = self.real(f"{scope}.G", block.g)
        return self.node(ATTENTION, [q, k, v, g, mask], f"{scope}.attended", domain=DOMAIN, **attributes)

    def attend_packed(
        self, operator: str, block: Attention, inputs: Sequence[str], outputs: Sequence[str], scope: str
    ) -> str:
        """One of the operators on packed heads, with G_LM as their last input; returns the first output."""
        assert block.g is not None
        g = self.real(f"{scope}.G", block.g)
        attributes = attention_attributes(block.negative_slope, block.scale)
        return self.nodes_out(operator, [*inputs, g], outputs, domain=DOMAIN, **attributes)[0]

    def embed(self, ids: str, side: str, positions: str, scope: str) -> str:
        """ids [...] -> [..., D]: the scaled embedding plus `positions` (broadcast)."""
        table = self.model.source_embedding if side == "source" else self.model.target_embedding
        name = "embedding" if self.model.tied else f"{side}_embedding"
        root = float(np.sqrt(np.float64(self.config.d_model)))
        if self.precision.ranges is None:
            rows = self.node("Gather", [self.real(name, table), ids], f"{scope}.rows")
            scaled = self.node("Mul", [rows, self.real("embedding_scale", np.array(root))], f"{scope}.scaled")
        else:
            values, scale = quantize_weight(np.ascontiguousarray(table.T))
            rows = self.node(
                "Gather", [self.constant(name, np.ascontiguousarray(values.T)), ids], f"{scope}.integers"
            )
            rows = self.node("Cast", [rows], f"{scope}.rows", to=TensorProto.FLOAT)
            by_row = self.constant(f"{name}.row_scale", (scale * root).astype(np.float32)[:, None])
            scaled = self.node(
                "Mul", [rows, self.node("Gather", [by_row, ids], f"{scope}.scales")], f"{scope}.scaled"
            )
        return self.node("Add", [scaled, positions], f"{scope}.embedded")

    def padding_mask(self, lengths: str, width: str) -> str:
        """lengths [N], width int64 [1] -> additive mask [N,1,1,S]"""
        places = self.node(
            "Range",
            [
                self.constant("zero", np.array(0, dtype=np.int64)),
                self.node("Squeeze", [width], "mask.width"),
                self.constant("one", np.array(1, dtype=np.int64)),
            ],
            "mask.places",
        )
        column = self.node("Unsqueeze", [lengths, self.integers(1, 2, 3)], "mask.lengths")
        real = self.node("Less", [places, column], "mask.real")
        shown = self.real("mask.shown", np.array(0.0))
        hidden = self.real("mask.hidden", np.array(HIDDEN_MASK))
        return self.node("Where", [real, shown, hidden], "mask")

    # Whole graphs ---------------------------------------------------------------------------------------

    def finish(self, name: str, inputs: list[ValueInfoProto], outputs: list[ValueInfoProto]) -> ModelProto:
        nodes, needed = _live(self.nodes, [output.name for output in outputs])
        initializers = [tensor for key, tensor in self.initializers.items() if key in needed]
        graph = helper.make_graph(nodes, name, inputs, outputs, initializers)
        used = {node.op_type for node in nodes if node.domain == DOMAIN}
        imports = [helper.make_opsetid("", OPSET), domain_opset()]
        if any(node.domain == MICROSOFT for node in nodes):
            imports.append(helper.make_opsetid(MICROSOFT, 1))
        model = helper.make_model(
            graph,
            opset_imports=imports,
            ir_version=IR_VERSION,
            functions=functions_for(used, OPSET),
            producer_name="plgt-translator",
            producer_version=__version__,
        )
        onnx.checker.check_model(model)
        return model

    def value(self, name: str, shape: Sequence[int | str], kind: int | None = None) -> ValueInfoProto:
        return helper.make_tensor_value_info(
            name, self.precision.onnx_type if kind is None else kind, list(shape)
        )


def _live(nodes: Sequence[NodeProto], outputs: Sequence[str]) -> tuple[list[NodeProto], set[str]]:
    """The nodes that the outputs need, in their order, and the names of all values that these read or
    give."""
    needed = set(outputs)
    live: list[NodeProto] = []
    for node in reversed(nodes):  # onnxruntime runs every node, needed or not
        if any(output in needed for output in node.output):
            live.append(node)
            needed.update(node.input)
    return live[::-1], needed


def build_encoder(model: FrozenModel, precision: Precision = FP32) -> ModelProto:
    """The encoder graph, with the decoder's cross-attention keys and values as outputs."""
    b = GraphBuilder(model, precision)
    config = model.config
    heads, size, width = config.heads, config.head_size, config.d_model
    length = b.node("Shape", ["ids"], "source_length", start=1, end=2)
    table = b.real("positions", model.positions)
    positions = b.node("Slice", [table, b.integers(0), length, b.integers(0)], "source_positions")
    x = b.embed("ids", "source", positions, "source")
    x = b.node("Reshape", [x, b.integers(-1, width)], "source.flat")  # [N*S, D]
    mask = b.padding_mask("lengths", length)
    shape = b.node("Shape", ["ids"], "source_shape")
    split_shape = b.node("Concat", [shape, b.integers(3 * heads, size)], "split_shape", axis=0)

    for index, layer in enumerate(model.encoder):
        scope = f"encoder.{index}"

        def attention(y: str, block: Attention = layer.attention, scope: str = f"{scope}.self") -> str:
            packed = b.linear(y, joined(block.query, block.key_value), f"{scope}.qkv")
            if block.g is not None:
                out = b.attend_packed(
                    PACKED_ATTENTION, block, [packed, "lengths"], [f"{scope}.attended"], scope
                )
                return b.linear(out, block.out, f"{scope}.out")
            split = b.node("Reshape", [packed, split_shape], f"{scope}.split")  # [N,S,3H,K]
            split = b.node("Transpose", [split], f"{scope}.by_head", perm=[0, 2, 1, 3])
            outputs = [f"{scope}.{part}" for part in "qkv"]
            q, k, v = b.nodes_out("Split", [split, b.integers(heads, heads, heads)], outputs, axis=1)
            out = b.attend(block, q, k, v, mask, scope)
            out = b.node("Transpose", [out], f"{scope}.by_place", perm=[0, 2, 1, 3])
            out = b.node("Reshape", [out, b.integers(-1, width)], f"{scope}.merged")
            return b.linear(out, block.out, f"{scope}.out")

        def feed_forward(y: str, layer: FrozenLayer = layer, scope: str = scope) -> str:
            return b.feed_forward(y, layer, scope)

        x = b.residual(x, layer.norms[0], f"{scope}.self", attention)
        x = b.residual(x, layer.norms[1], scope, feed_forward)
    if model.encoder_norm is not None:
        x = b.norm(x, model.encoder_norm, "encoder.norm")

    # keys and values of all decoder layers in one product: [N,S,2LH,K]
    cross = [layer.cross.key_value for layer in model.decoder if layer.cross is not None]
    layers = len(cross)
    packed = b.linear(x, joined(*cross), "cross.kv")
    full = b.node("Concat", [shape, b.integers(2 * layers * heads, size)], "cross.shape", axis=0)
    packed = b.node("Reshape", [packed, full], "cross.split")
    packed = b.node("Transpose", [packed], "cross.by_head", perm=[0, 2, 1, 3])
    outputs = [f"cross_{part}_{index}" for index in range(layers) for part in "kv"]
    b.nodes_out("Split", [packed, b.integers(*[heads] * (2 * layers))], outputs, axis=1)
    return b.finish(
        "encoder",
        [b.value("ids", ["N", "S"], TensorProto.INT64), b.value("lengths", ["N"], TensorProto.INT64)],
        [b.value(name, ["N", heads, "S", size]) for name in outputs],
    )


def build_decoder(model: FrozenModel, precision: Precision = FP32) -> ModelProto:
    """The graph of one decoding step."""
    b = GraphBuilder(model, precision)
    config = model.config
    heads, size, width = config.heads, config.head_size, config.d_model
    layers = len(model.decoder)
    position = b.node("Gather", [b.real("positions", model.positions), "position"], "target_position")  # [D]
    x = b.embed("ids", "target", position, "target")  # [M, D]
    source_length = b.node("Shape", ["cross_k_0"], "source_length", start=2, end=3)
    mask = b.padding_mask("lengths", source_length)
    sentences = b.node("Shape", ["lengths"], "sentences")
    by_sentence = b.node("Concat", [sentences, b.integers(-1, heads, size)], "by_sentence", axis=0)
    nothing_hidden = b.real("nothing_hidden", np.zeros((1, 1, 1, 1)))

    for index, layer in enumerate(model.decoder):
        scope = f"decoder.{index}"
        assert layer.cross is not None

        def attention(
            y: str, block: Attention = layer.attention, scope: str = f"{scope}.self", i: int = index
        ) -> str:
            packed = b.linear(y, joined(block.query, block.key_value), f"{scope}.qkv")
            if block.g is not None:
                inputs = [packed, f"cache_k_{i}", f"cache_v_{i}", "beam"]
                outputs = [f"{scope}.attended", f"new_cache_k_{i}", f"new_cache_v_{i}"]
                out = b.attend_packed(CACHED_ATTENTION, block, inputs, outputs, scope)
                return b.linear(out, block.out, f"{scope}.out")
            split = b.node(
                "Reshape", [packed, b.integers(-1, 3 * heads, 1, size)], f"{scope}.split"
            )  # [M,3H,1,K]
            outputs = [f"{scope}.{part}" for part in "qkv"]
            q, k, v = b.nodes_out("Split", [split, b.integers(heads, heads, heads)], outputs, axis=1)
            for part, new in (("k", k), ("v", v)):
                past = b.node("Gather", [f"cache_{part}_{i}", "beam"], f"{scope}.past_{part}", axis=0)
                b.node("Concat", [past, new], f"new_cache_{part}_{i}", axis=2)
            out = b.attend(block, q, f"new_cache_k_{i}", f"new_cache_v_{i}", nothing_hidden, scope)
            out = b.node("Reshape", [out, b.integers(-1, width)], f"{scope}.merged")
            return b.linear(out, block.out, f"{scope}.out")

        def cross(
            y: str, block: Attention = layer.cross, scope: str = f"{scope}.cross", i: int = index
        ) -> str:
            q = b.linear(y, block.query, f"{scope}.query")
            if block.g is not None:
                inputs = [q, f"cross_k_{i}", f"cross_v_{i}", "lengths"]
                half = b.precision.dtype is np.float16
                weights = "alignment" if i == layers - 1 and not half else f"{scope}.alignment"
                out = b.attend_packed(CROSS_ATTENTION, block, inputs, [f"{scope}.attended", weights], scope)
                if i == layers - 1 and half:
                    b.node("Cast", [weights], "alignment", to=TensorProto.FLOAT)
                return b.linear(out, block.out, f"{scope}.out")
            q = b.node("Reshape", [q, by_sentence], f"{scope}.split")  # [N,B,H,K]
            q = b.node("Transpose", [q], f"{scope}.by_head", perm=[0, 2, 1, 3])
            out = b.attend(block, q, f"cross_k_{i}", f"cross_v_{i}", mask, scope)
            if i == layers - 1:
                alignment(b, block, q, f"cross_k_{i}", mask)
            out = b.node("Transpose", [out], f"{scope}.by_beam", perm=[0, 2, 1, 3])
            out = b.node("Reshape", [out, b.integers(-1, width)], f"{scope}.merged")
            return b.linear(out, block.out, f"{scope}.out")

        def feed_forward(y: str, layer: FrozenLayer = layer, scope: str = scope) -> str:
            return b.feed_forward(y, layer, scope)

        x = b.residual(x, layer.norms[0], f"{scope}.self", attention)
        x = b.residual(x, layer.norms[1], f"{scope}.cross", cross)
        x = b.residual(x, layer.norms[2], scope, feed_forward)
    if model.decoder_norm is not None:
        x = b.norm(x, model.decoder_norm, "decoder.norm")

    logits = output_logits(b, x)
    if precision.dtype is np.float16:
        logits = b.node("Cast", [logits], "logits.float", to=TensorProto.FLOAT)
    results = ["top_logp", "top_ids", "forced_logp"]
    b.nodes_out(TOP_LOG_PROBABILITIES, [logits, "k", "forced"], results, domain=DOMAIN)

    caches = [f"{part}_{index}" for index in range(layers) for part in "kv"]
    integer, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        b.value("ids", ["M"], integer),
        b.value("position", [], integer),
        b.value("beam", ["M"], integer),
        b.value("lengths", ["N"], integer),
        b.value("k", [1], integer),
        b.value("forced", ["M", "F"], integer),
        *[b.value(f"cache_{name}", ["P", heads, "T", size]) for name in caches],
        *[b.value(f"cross_{name}", ["N", heads, "S", size]) for name in caches],
    ]
    outputs = [
        b.value("top_logp", ["M", "K"], real),
        b.value("top_ids", ["M", "K"], integer),
        b.value("forced_logp", ["M", "F"], real),
        b.value("alignment", ["M", "S"], real),
        *[b.value(f"new_cache_{name}", ["M", heads, "U", size]) for name in caches],
    ]
    return b.finish("decoder", inputs, outputs)


def output_logits(b: GraphBuilder, x: str) -> str:
    """x [M, D] -> logits [M, V]; a tied output layer uses the embedding that is stored for the input."""
    model = b.model
    if not model.tied:
        return b.linear(x, model.final, "final")
    if b.precision.ranges is None:
        table = b.real("embedding", model.target_embedding)
        return b.node("Gemm", [x, table, b.real("final.bias", model.final.bias)], "final", transB=1)
    values, scale = quantize_weight(np.ascontiguousarray(model.target_embedding.T))
    table = b.constant("embedding", np.ascontiguousarray(values.T))
    weight = b.node("Transpose", [table], "final.weight", perm=[1, 0])  # folded when the session starts
    return b.quantized_product(x, weight, scale, model.final.bias, "final", "final")


def alignment(b: GraphBuilder, block: Attention, q: str, k: str, mask: str) -> None:
    """The output `alignment` [M, S] from q [N,H,B,K] and k [N,H,S,K]: E_LM of head 0."""
    start, end, axis = b.integers(0), b.integers(1), b.integers(1)
    head = b.node("Slice", [q, start, end, axis], "alignment.query")
    if block.g is not None:
        head = b.node("MatMul", [head, b.real("alignment.G", block.g[:1])], "alignment.curved")
    key = b.node("Slice", [k, start, end, axis], "alignment.key")
    key = b.node("Transpose", [key], "alignment.key_columns", perm=[0, 1, 3, 2])
    score = b.node("MatMul", [head, key], "alignment.product")
    score = b.node("Mul", [score, b.real("alignment.scale", np.array(block.scale))], "alignment.scaled")
    if block.negative_slope != 1.0:
        score = b.node("LeakyRelu", [score], "alignment.score", alpha=float(block.negative_slope))
    score = b.node("Add", [score, mask], "alignment.masked")
    if b.precision.dtype is np.float16:
        score = b.node("Cast", [score], "alignment.float", to=TensorProto.FLOAT)
    weights = b.node("Softmax", [score], "alignment.weights", axis=-1)  # [N,1,B,S]
    squeezed = b.node("Squeeze", [weights, b.integers(1)], "alignment.by_beam")
    b.node("Flatten", [squeezed], "alignment", axis=2)


def joined(*linears: Linear) -> Linear:
    """Projections of one input side by side: one product instead of several."""
    return Linear(
        np.concatenate([linear.weight for linear in linears], axis=1),
        np.concatenate([linear.bias for linear in linears]),
    )
