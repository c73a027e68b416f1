"""The attention operator of domain `plgt` spelled in standard ONNX operators, as model-local functions.

Every exported graph carries these functions: without the native library onnxruntime inlines them, with it the
native kernel of the same name runs instead. `app/native/OPERATOR.md` defines the operator: native kernels and
functions must both follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import FunctionProto, NodeProto, TensorProto, helper, numpy_helper

DOMAIN = "plgt"
DOMAIN_VERSION = 1
ATTENTION = "PowerLawAttention"
FOLDED_ATTENTION = "FoldedPowerLawAttention"
PACKED_ATTENTION = "PackedPowerLawAttention"
CROSS_ATTENTION = "CrossPowerLawAttention"
CACHED_ATTENTION = "CachedPowerLawAttention"
TOP_LOG_PROBABILITIES = "TopLogProbabilities"

HIDDEN_MASK = -1.0e4  # a mask value at or below this hides its key
HIDDEN_BIAS = -1.0e30  # what a hidden key's score becomes: it absorbs every finite score, so hidden keys tie


def power_law_attention_function(opset: int) -> FunctionProto:
    """`PowerLawAttention(Q, K, V, G, mask)`: softmax(mask(LeakyReLU(scale Q G K^T))) V.

    Q [B,H,Tq,K], K [B,H,Tk,K], V [B,H,Tk,Kv], G [H,K,K], mask broadcastable to [B,H,Tq,Tk] -> [B,H,Tq,Kv].
    `opset` is the version of the standard operators of the graph that carries the function (17 or later).
    """
    return _function(ATTENTION, ["Q", "K", "V", "G", "mask"], opset)


def folded_power_law_attention_function(opset: int) -> FunctionProto:
    """`FoldedPowerLawAttention(Q, K, V, mask)`: the same, G_LM already multiplied into the query weights.

    Here `scale` must be given: without G nothing constant tells the head size.
    """
    return _function(FOLDED_ATTENTION, ["Q", "K", "V", "mask"], opset)


def packed_attention_function(opset: int) -> FunctionProto:
    """`PackedPowerLawAttention(QKV, lengths, G)`: the self-attention of an encoder, padding hidden.

    QKV [N*S, 3HK]: queries, keys, values in turn; lengths int64 [N], G [H,K,K] -> [N*S, HK].
    """
    nodes = [
        *_head_sizes(),
        helper.make_node("Shape", ["lengths"], ["sentences"]),
        helper.make_node("Concat", ["sentences", "minus_one", "heads_three", "size"], ["by_place"], axis=0),
        helper.make_node("Reshape", ["QKV", "by_place"], ["packed"]),  # [N,S,3H,K]
        helper.make_node("Transpose", ["packed"], ["by_head"], perm=[0, 2, 1, 3]),
        helper.make_node("Concat", ["heads", "heads", "heads"], ["parts"], axis=0),
        helper.make_node("Split", ["by_head", "parts"], ["Q", "K", "V"], axis=1),
        *_padding_mask("Q", axis=2),
        _inner_attention(["Q", "K", "V", "G", "mask"], "attended"),
        *_merged_heads("attended", "output"),
    ]
    return _made(PACKED_ATTENTION, ["QKV", "lengths", "G"], ["output"], nodes, opset)


def cross_attention_function(opset: int) -> FunctionProto:
    """`CrossPowerLawAttention(Q, K, V, lengths, G)`: a decoder's rows on their sentences, padding hidden.

    Q [N*B, HK], K and V [N,H,S,K], lengths int64 [N], G [H,K,K] -> output [N*B, HK], alignment [N*B, S]: the
    weights of head 0. The B rows of a sentence are its query positions.
    """
    nodes = [
        *_head_sizes(),
        helper.make_node("Shape", ["lengths"], ["sentences"]),
        helper.make_node("Concat", ["sentences", "minus_one", "heads", "size"], ["by_sentence"], axis=0),
        helper.make_node("Reshape", ["Q", "by_sentence"], ["split"]),  # [N,B,H,K]
        helper.make_node("Transpose", ["split"], ["query"], perm=[0, 2, 1, 3]),
        *_padding_mask("K", axis=2),
        _inner_attention(["query", "K", "V", "G", "mask"], "attended"),
        *_merged_heads("attended", "output"),
        # the weights of head 0
        helper.make_node("Slice", ["query", "zero_list", "one_list", "one_list"], ["head_zero_query"]),
        helper.make_node("Slice", ["K", "zero_list", "one_list", "one_list"], ["head_zero_key"]),
        helper.make_node("Slice", ["G", "zero_list", "one_list", "zero_list"], ["head_zero_g"]),
        *_weights("head_zero_query", "head_zero_g", "head_zero_key", "mask", "first"),
        helper.make_node("Squeeze", ["first_weight", "one_list"], ["first_by_row"]),
        helper.make_node("Flatten", ["first_by_row"], ["alignment"], axis=2),
    ]
    return _made(CROSS_ATTENTION, ["Q", "K", "V", "lengths", "G"], ["output", "alignment"], nodes, opset)


def cached_attention_function(opset: int) -> FunctionProto:
    """`CachedPowerLawAttention(QKV, cache_k, cache_v, origin, G)`: one decoding step of self-attention.

    QKV [M, 3HK], caches [P,H,T,K], origin int64 [M]: the cache row that each row continues, G [H,K,K]
    -> output [M, HK], new_cache_k, new_cache_v [M,H,T+1,K].
    """
    nodes = [
        *_head_sizes(),
        helper.make_node("Concat", ["minus_one", "heads_three", "one_list", "size"], ["by_row"], axis=0),
        helper.make_node("Reshape", ["QKV", "by_row"], ["packed"]),  # [M,3H,1,K]
        helper.make_node("Concat", ["heads", "heads", "heads"], ["parts"], axis=0),
        helper.make_node("Split", ["packed", "parts"], ["Q", "new_key", "new_value"], axis=1),
        helper.make_node("Gather", ["cache_k", "origin"], ["past_key"], axis=0),
        helper.make_node("Gather", ["cache_v", "origin"], ["past_value"], axis=0),
        helper.make_node("Concat", ["past_key", "new_key"], ["new_cache_k"], axis=2),
        helper.make_node("Concat", ["past_value", "new_value"], ["new_cache_v"], axis=2),
        _constant_array(np.zeros((1, 1, 1, 1), np.float32), "open_float"),
        helper.make_node("CastLike", ["open_float", "QKV"], ["open"]),
        _inner_attention(["Q", "new_cache_k", "new_cache_v", "G", "open"], "attended"),
        helper.make_node("Mul", ["heads", "size"], ["width"]),
        helper.make_node("Concat", ["minus_one", "width"], ["merged"], axis=0),
        helper.make_node("Reshape", ["attended", "merged"], ["output"]),
    ]
    return _made(
        CACHED_ATTENTION,
        ["QKV", "cache_k", "cache_v", "origin", "G"],
        ["output", "new_cache_k", "new_cache_v"],
        nodes,
        opset,
    )


def top_log_probabilities_function(opset: int) -> FunctionProto:
    """`TopLogProbabilities(logits, k, forced)`: the k best tokens of each row, and those that are asked for.

    logits float32 [M,V], k int64 [1], forced int64 [M,F] -> top_logp [M,k] descending, top_ids int64 [M,k],
    forced_logp [M,F].
    """
    nodes = [
        helper.make_node("LogSoftmax", ["logits"], ["logp"], axis=-1),
        helper.make_node("TopK", ["logp", "k"], ["top_logp", "top_ids"], axis=-1),
        helper.make_node("GatherElements", ["logp", "forced"], ["forced_logp"], axis=1),
    ]
    return helper.make_function(
        DOMAIN,
        TOP_LOG_PROBABILITIES,
        ["logits", "k", "forced"],
        ["top_logp", "top_ids", "forced_logp"],
        nodes,
        [helper.make_opsetid("", opset)],
    )


def functions_for(operators: Iterable[str], opset: int) -> list[FunctionProto]:
    """The functions that a graph with these `plgt` operators must carry, sorted by name."""
    wanted = set(operators)
    if wanted & {PACKED_ATTENTION, CROSS_ATTENTION, CACHED_ATTENTION}:
        wanted.add(ATTENTION)  # their bodies call it
    return [FUNCTIONS[name](opset) for name in sorted(wanted)]


def domain_opset() -> onnx.OperatorSetIdProto:
    """The `plgt` entry that a graph with these operators needs among its opset imports."""
    return helper.make_opsetid(DOMAIN, DOMAIN_VERSION)


def attention_attributes(negative_slope: float, scale: float = 0.0) -> dict[str, Any]:
    """A node's attributes; both must be written on it, since a kernel does not see a function's defaults."""
    return {"negative_slope": float(negative_slope), "scale": float(scale)}


def _function(name: str, inputs: list[str], opset: int) -> FunctionProto:
    g = "" if "G" not in inputs else "G"
    nodes = _weights("Q", g, "K", "mask", "")
    nodes.append(helper.make_node("MatMul", ["weight", "V"], ["output"]))
    return _made(name, inputs, ["output"], nodes, opset)


def _made(
    name: str, inputs: list[str], outputs: list[str], nodes: list[NodeProto], opset: int
) -> FunctionProto:
    """A function of domain `plgt` with the attributes negative_slope and scale."""
    if opset < 17:
        raise ValueError(f"the attention functions need ONNX operator set 17 or later, not {opset}")
    return helper.make_function(
        DOMAIN,
        name,
        inputs,
        outputs,
        nodes,
        [helper.make_opsetid("", opset), domain_opset()],
        attributes=["negative_slope", "scale"],
    )


def _weights(q: str, g: str, k: str, mask: str, scope: str) -> list[NodeProto]:
    """softmax(mask(LeakyReLU(scale Q G K^T))) as `weight`, in the type of Q; g "" = folded.

    Names of values start with `scope` and an underscore if it is not empty.
    """

    def own(name: str) -> str:
        return f"{scope}_{name}" if scope else name

    nodes = [_attribute_constant("scale", own("given_scale"))]
    scale, query = own("given_scale"), q
    if g:
        # 1 / sqrt(head size) unless the attribute gives a scale; from G, a constant, so that it folds away
        scale, query = own("chosen_scale"), own("query_times_g")
        nodes += [
            helper.make_node("Shape", [g], [own("size")], start=-1),
            helper.make_node("Squeeze", [own("size")], [own("size_scalar")]),
            helper.make_node("Cast", [own("size_scalar")], [own("size_float")], to=TensorProto.FLOAT),
            helper.make_node("Sqrt", [own("size_float")], [own("size_root")]),
            helper.make_node("Reciprocal", [own("size_root")], [own("default_scale")]),
            _constant(0.0, own("zero")),
            helper.make_node("Equal", [own("given_scale"), own("zero")], [own("no_scale")]),
            helper.make_node("Where", [own("no_scale"), own("default_scale"), own("given_scale")], [scale]),
            helper.make_node("MatMul", [q, g], [query]),
        ]
    return [
        *nodes,
        helper.make_node("CastLike", [scale, q], [own("scale_used")]),
        # LeakyReLU(scale Q G K^T)
        helper.make_node("Transpose", [k], [own("key")], perm=[0, 1, 3, 2]),
        helper.make_node("MatMul", [query, own("key")], [own("product")]),
        helper.make_node("Mul", [own("product"), own("scale_used")], [own("scaled")]),
        _leaky_relu(own("scaled"), own("score")),
        # mask and softmax, always in float32
        helper.make_node("Cast", [own("score")], [own("score_float")], to=TensorProto.FLOAT),
        helper.make_node("Cast", [mask], [own("mask_float")], to=TensorProto.FLOAT),
        _constant(HIDDEN_MASK, own("hidden_mask")),
        _constant(HIDDEN_BIAS, own("hidden_bias")),
        helper.make_node("LessOrEqual", [own("mask_float"), own("hidden_mask")], [own("hidden")]),
        helper.make_node("Where", [own("hidden"), own("hidden_bias"), own("mask_float")], [own("bias")]),
        helper.make_node("Add", [own("score_float"), own("bias")], [own("masked")]),
        helper.make_node("Softmax", [own("masked")], [own("weight_float")], axis=-1),
        helper.make_node("CastLike", [own("weight_float"), q], [own("weight")]),
    ]


def _head_sizes() -> list[NodeProto]:
    """heads [H], heads_three [3H], size [K] from G, and the lists minus_one, zero_list, one_list."""
    return [
        helper.make_node("Shape", ["G"], ["heads"], start=0, end=1),
        helper.make_node("Shape", ["G"], ["size"], start=1, end=2),
        _integers([3], "three"),
        helper.make_node("Mul", ["heads", "three"], ["heads_three"]),
        _integers([-1], "minus_one"),
        _integers([0], "zero_list"),
        _integers([1], "one_list"),
    ]


def _padding_mask(keys: str, axis: int) -> list[NodeProto]:
    """mask [N,1,1,S] in the type of `keys`, whose dimension `axis` is S; hidden from lengths [N] on."""
    return [
        helper.make_node("Shape", [keys], ["width_list"], start=axis, end=axis + 1),
        helper.make_node("Squeeze", ["width_list"], ["width_scalar"]),
        _constant_array(np.array(0, np.int64), "zero_integer"),
        _constant_array(np.array(1, np.int64), "one_integer"),
        helper.make_node("Range", ["zero_integer", "width_scalar", "one_integer"], ["places"]),
        _integers([1, 2, 3], "mask_axes"),
        helper.make_node("Unsqueeze", ["lengths", "mask_axes"], ["length_column"]),
        helper.make_node("Less", ["places", "length_column"], ["visible"]),
        _constant(0.0, "shown"),
        _constant(HIDDEN_MASK, "hidden_value"),
        helper.make_node("Where", ["visible", "shown", "hidden_value"], ["mask_in_float"]),
        helper.make_node("CastLike", ["mask_in_float", keys], ["mask"]),
    ]


def _merged_heads(attended: str, output: str) -> list[NodeProto]:
    """[N,H,B,K] -> [N*B, HK]"""
    return [
        helper.make_node("Transpose", [attended], ["attended_by_place"], perm=[0, 2, 1, 3]),
        helper.make_node("Mul", ["heads", "size"], ["merged_width"]),
        helper.make_node("Concat", ["minus_one", "merged_width"], ["merged_shape"], axis=0),
        helper.make_node("Reshape", ["attended_by_place", "merged_shape"], [output]),
    ]


def _inner_attention(inputs: list[str], output: str) -> NodeProto:
    """A `PowerLawAttention` node inside a function, with the function's attributes."""
    node = helper.make_node(ATTENTION, inputs, [output], domain=DOMAIN)
    for name in ("negative_slope", "scale"):
        _refer(node, name, name)
    return node


def _constant(value: float, output: str) -> NodeProto:
    return _constant_array(np.array(value, dtype=np.float32), output)


def _integers(values: list[int], output: str) -> NodeProto:
    return _constant_array(np.array(values, dtype=np.int64), output)


def _constant_array(array: NDArray[Any], output: str) -> NodeProto:
    return helper.make_node("Constant", [], [output], value=numpy_helper.from_array(array, output))


def _attribute_constant(attribute: str, output: str) -> NodeProto:
    """A Constant whose value is the function's float attribute `attribute`."""
    return _refer(helper.make_node("Constant", [], [output]), "value_float", attribute)


def _leaky_relu(source: str, output: str) -> NodeProto:
    """LeakyRelu whose `alpha` is the function's attribute `negative_slope`."""
    return _refer(helper.make_node("LeakyRelu", [source], [output]), "alpha", "negative_slope")


def _refer(node: NodeProto, attribute: str, reference: str) -> NodeProto:
    """Give the node a float attribute that takes the value of the function's attribute `reference`."""
    entry = node.attribute.add()
    entry.name = attribute
    entry.type = onnx.AttributeProto.FLOAT
    entry.ref_attr_name = reference
    return node


FUNCTIONS: dict[str, Callable[[int], FunctionProto]] = {
    ATTENTION: power_law_attention_function,
    FOLDED_ATTENTION: folded_power_law_attention_function,
    PACKED_ATTENTION: packed_attention_function,
    CROSS_ATTENTION: cross_attention_function,
    CACHED_ATTENTION: cached_attention_function,
    TOP_LOG_PROBABILITIES: top_log_probabilities_function,
}


def probe_model(operator: str) -> bytes:
    """The serialized one-node graph that `plgt doctor` and `plgt bench` try an operator with.

    8 heads of 32, any other sizes; G_LM is an initializer, the identity plus a little of everything.
    `python -m export.function` writes them to `app/native/probes`.
    """
    heads, size = 8, 32
    function = FUNCTIONS[operator](17)
    little = np.cos(np.arange(heads * size * size, dtype=np.float64)).reshape(heads, size, size) / 8
    g = numpy_helper.from_array((np.eye(size) + np.round(little, 6)).astype(np.float32), "G")
    width = heads * size
    shapes: dict[str, list[str | int | None]] = {
        "Q": ["B", heads, "Tq", size],
        "K": ["B", heads, "Tk", size],
        "V": ["B", heads, "Tk", size],
        "mask": ["B", 1, 1, "Tk"],
        "QKV": ["M", 3 * width],
        "lengths": ["B"],
        "cache_k": ["P", heads, "T", size],
        "cache_v": ["P", heads, "T", size],
        "origin": ["M"],
        "logits": ["M", "V"],
        "k": [1],
        "forced": ["M", "F"],
        "new_cache_k": ["M", heads, "U", size],
        "new_cache_v": ["M", heads, "U", size],
        "alignment": ["M", "S"],
        "top_logp": ["M", "k"],
        "top_ids": ["M", "k"],
        "forced_logp": ["M", "F"],
    }
    shapes["output"] = shapes["Q"] if operator == ATTENTION else ["M", width]
    if operator == CROSS_ATTENTION:
        shapes["Q"] = ["M", width]
    integers = {"lengths", "origin", "k", "forced", "top_ids"}

    def values(names: Iterable[str]) -> list[onnx.ValueInfoProto]:
        kind = {True: TensorProto.INT64, False: TensorProto.FLOAT}
        return [helper.make_tensor_value_info(n, kind[n in integers], shapes[n]) for n in names if n != "G"]

    attributes = attention_attributes(0.2) if function.attribute else {}
    node = helper.make_node(operator, function.input, function.output, domain=DOMAIN, **attributes)
    model = helper.make_model(
        helper.make_graph(
            [node],
            "probe",
            values(function.input),
            values(function.output),
            [g] if "G" in function.input else [],
        ),
        opset_imports=[helper.make_opsetid("", 17), domain_opset()],
        ir_version=8,
        functions=functions_for([operator], 17),
    )
    return bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    from app.native.probe import OPERATORS, probe_file

    for name in OPERATORS:
        probe_file(name).parent.mkdir(exist_ok=True)
        probe_file(name).write_bytes(probe_model(name))
