"""The attention operator of domain `plgt` spelled in standard ONNX operators, as model-local functions.

Every exported graph carries these functions: without the native library onnxruntime inlines them, with it the
native kernel of the same name runs instead. `app/native/OPERATOR.md` defines the operator: native kernels and
functions must both follow it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import FunctionProto, NodeProto, TensorProto, helper, numpy_helper

DOMAIN = "plgt"
DOMAIN_VERSION = 1
ATTENTION = "PowerLawAttention"
FOLDED_ATTENTION = "FoldedPowerLawAttention"

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


def domain_opset() -> onnx.OperatorSetIdProto:
    """The `plgt` entry that a graph with these operators needs among its opset imports."""
    return helper.make_opsetid(DOMAIN, DOMAIN_VERSION)


def attention_attributes(negative_slope: float, scale: float = 0.0) -> dict[str, Any]:
    """A node's attributes; both must be written on it, since a kernel does not see a function's defaults."""
    return {"negative_slope": float(negative_slope), "scale": float(scale)}


def _function(name: str, inputs: list[str], opset: int) -> FunctionProto:
    if opset < 17:
        raise ValueError(f"the attention function needs ONNX operator set 17 or later, not {opset}")
    folded = "G" not in inputs
    nodes = [_attribute_constant("scale", "given_scale")]
    if folded:
        scale = "given_scale"
    else:
        # 1 / sqrt(head size) unless the attribute gives a scale; from G, a constant, so that it folds away
        scale = "chosen_scale"
        nodes += [
            helper.make_node("Shape", ["G"], ["head_size"], start=-1),
            helper.make_node("Squeeze", ["head_size"], ["head_size_scalar"]),
            helper.make_node("Cast", ["head_size_scalar"], ["head_size_float"], to=TensorProto.FLOAT),
            helper.make_node("Sqrt", ["head_size_float"], ["head_size_root"]),
            helper.make_node("Reciprocal", ["head_size_root"], ["default_scale"]),
            _constant(0.0, "zero"),
            helper.make_node("Equal", ["given_scale", "zero"], ["no_scale"]),
            helper.make_node("Where", ["no_scale", "default_scale", "given_scale"], [scale]),
            helper.make_node("MatMul", ["Q", "G"], ["query"]),
        ]
    nodes += [
        helper.make_node("CastLike", [scale, "Q"], ["scale_used"]),
        # LeakyReLU(scale Q G K^T)
        helper.make_node("Transpose", ["K"], ["key"], perm=[0, 1, 3, 2]),
        helper.make_node("MatMul", ["Q" if folded else "query", "key"], ["product"]),
        helper.make_node("Mul", ["product", "scale_used"], ["scaled"]),
        _leaky_relu("scaled", "score"),
        # mask and softmax, always in float32
        helper.make_node("Cast", ["score"], ["score_float"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["mask"], ["mask_float"], to=TensorProto.FLOAT),
        _constant(HIDDEN_MASK, "hidden_mask"),
        _constant(HIDDEN_BIAS, "hidden_bias"),
        helper.make_node("LessOrEqual", ["mask_float", "hidden_mask"], ["hidden"]),
        helper.make_node("Where", ["hidden", "hidden_bias", "mask_float"], ["bias"]),
        helper.make_node("Add", ["score_float", "bias"], ["masked"]),
        helper.make_node("Softmax", ["masked"], ["weight_float"], axis=-1),
        helper.make_node("CastLike", ["weight_float", "V"], ["weight"]),
        helper.make_node("MatMul", ["weight", "V"], ["output"]),
    ]
    return helper.make_function(
        DOMAIN,
        name,
        inputs,
        ["output"],
        nodes,
        [helper.make_opsetid("", opset)],
        attributes=["negative_slope", "scale"],
    )


def _constant(value: float, output: str) -> NodeProto:
    tensor = numpy_helper.from_array(np.array(value, dtype=np.float32), output)
    return helper.make_node("Constant", [], [output], value=tensor)


def _attribute_constant(attribute: str, output: str) -> NodeProto:
    """A Constant whose value is the function's float attribute `attribute`."""
    node = helper.make_node("Constant", [], [output])
    reference = node.attribute.add()
    reference.name = "value_float"
    reference.type = onnx.AttributeProto.FLOAT
    reference.ref_attr_name = attribute
    return node


def _leaky_relu(source: str, output: str) -> NodeProto:
    """LeakyRelu whose `alpha` is the function's attribute `negative_slope`."""
    node = helper.make_node("LeakyRelu", [source], [output])
    reference = node.attribute.add()
    reference.name = "alpha"
    reference.type = onnx.AttributeProto.FLOAT
    reference.ref_attr_name = "negative_slope"
    return node


def probe_model() -> bytes:
    """The serialized one-node graph that `plgt doctor` and `plgt bench` try the operator with.

    Q [B,8,Tq,32], K and V [B,8,Tk,32], mask [B,1,1,Tk] -> output [B,8,Tq,32]; G_LM is an initializer, the
    identity plus a little of everything. `python -m export.function` writes it to `app/native/probe.onnx`.
    """
    heads, size = 8, 32
    little = np.cos(np.arange(heads * size * size, dtype=np.float64)).reshape(heads, size, size) / 8
    g = numpy_helper.from_array((np.eye(size) + np.round(little, 6)).astype(np.float32), "G")
    inputs: dict[str, list[str | int | None]] = {
        "Q": ["B", heads, "Tq", size],
        "K": ["B", heads, "Tk", size],
        "V": ["B", heads, "Tk", size],
        "mask": ["B", 1, 1, "Tk"],
    }
    node = helper.make_node(
        ATTENTION, ["Q", "K", "V", "G", "mask"], ["output"], domain=DOMAIN, **attention_attributes(0.2)
    )
    graph = helper.make_graph(
        [node],
        "probe",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, inputs["Q"])],
        [g],
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17), domain_opset()],
        ir_version=8,
        functions=[power_law_attention_function(17)],
    )
    return bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    from app.native.probe import PROBE_FILE

    PROBE_FILE.write_bytes(probe_model())
