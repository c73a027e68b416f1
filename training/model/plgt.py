"""The Power Law Graph Transformer in PyTorch.

Source: Gokden, "Power Law Graph Transformer for Machine Translation and Representation Learning",
arXiv 2107.02039. For one attention head with queries Q, keys K, values V of head size d_k:

    A     = Q^T Q                                     density matrix
    A     = residual network (A)                      units of Dense-ReLU, Dense, LayerNorm(A + input)
    A_LM  = activation(W A + b_W) + epsilon           metric tensor
    G_LM  = a (A_LM ** P_LM) + b_a                    energy-curvature tensor
    E_LM  = softmax(mask(LeakyReLU(Q G_LM K^T / sqrt(d_k))))
    out   = E_LM V

With `density = "dataset"` A is the running mean over all real tokens of the batches, so that G_LM is a constant of the
trained model; while training it has the gradient of the batch's own mean.
Shapes in comments: B sentences, T tokens, S source tokens, H heads, K = d_k, D = d_model, V vocabulary.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.config import ModelConfig

PAD, BOS, EOS, UNK = 0, 1, 2, 3
MASKED = -1e9  # added to a score that must not be attended to (the published code's value)

AttentionFunction = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor, float, float], Tensor]
# (sum over the tokens, number of tokens) of this process -> the same of all processes, differentiable
Addition = Callable[[Tensor, Tensor | int], tuple[Tensor, Tensor | int]]


@dataclass
class DeductiveOutputs:
    """A_LM, P_LM, G_LM of one attention block: [H, K, K], or [B, H, K, K] for instance density."""

    metric: Tensor  # A_LM
    power: Tensor  # P_LM
    energy_curvature: Tensor  # G_LM


class ResidualUnit(nn.Module):
    """LayerNorm(x + Dense(ReLU(Dense(... x)))) on the rows of A: [..., K] -> [..., K]."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        size, width = config.head_size, config.residual_width
        sizes = [size] + [width] * config.residual_dense
        self.hidden = nn.ModuleList(nn.Linear(i, o) for i, o in itertools.pairwise(sizes))
        self.out = nn.Linear(sizes[-1], size)
        self.norm = nn.LayerNorm(size, eps=config.layer_norm_epsilon)
        self.dropout = nn.Dropout(config.residual_dropout)
        self.gate = nn.Parameter(torch.zeros(())) if config.residual_gate else None

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for dense in self.hidden:
            y = F.relu(dense(y))
        y = self.dropout(self.out(y))
        if self.gate is not None:
            return x + self.gate * self.norm(x + y)
        return self.norm(x + y)


class DeductiveNetwork(nn.Module):
    """From the density matrix A to (A_LM, P_LM, G_LM); always in float32."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        heads, size = config.deductive_groups or config.heads, config.head_size
        self.config = config
        self.residual = nn.ModuleList(ResidualUnit(config) for _ in range(config.residual_units))
        self.W = nn.Parameter(torch.empty(heads, size, size))
        self.b_W = nn.Parameter(torch.zeros(heads, size, size))
        self.a = nn.Parameter(torch.empty(heads, size, size))
        self.b_a = nn.Parameter(torch.zeros(heads, size, size))
        self.P = nn.Parameter(torch.empty(heads, size, size))
        for matrix in (self.W, self.a, self.P):
            bound = math.sqrt(6.0 / (2 * size))  # Xavier uniform per head
            nn.init.uniform_(matrix, -bound, bound)
        if config.identity_start:
            with torch.no_grad():
                self.a.mul_(0.1)
                self.b_a.copy_(torch.eye(size).expand(heads, size, size))

    def forward(self, density: Tensor) -> DeductiveOutputs:
        """density: [..., H, K, K], float32; outputs [..., H, K, K], equal within a group of heads."""
        groups, heads = self.config.deductive_groups, self.config.heads
        with torch.autocast(density.device.type, enabled=False):
            x = density.float()
            if groups:
                x = x.unflatten(-3, (groups, heads // groups)).mean(-3)
            for unit in self.residual:
                x = unit(x)
            x = self.W @ x + self.b_W
            positive = F.relu(x) if self.config.activation == "relu" else F.softplus(x)
            metric = positive + self.config.epsilon
            curvature = self.a @ torch.pow(metric, self.P) + self.b_a
            return DeductiveOutputs(self.spread(metric), self.power, self.spread(curvature))

    @property
    def power(self) -> Tensor:
        """P_LM [H, K, K]."""
        return self.spread(self.P)

    def spread(self, x: Tensor) -> Tensor:
        """[..., groups, K, K] -> [..., H, K, K]: what the heads of a group share, once for each head."""
        groups = self.config.deductive_groups
        return x.repeat_interleave(self.config.heads // groups, -3) if groups else x


def power_law_attention(
    q: Tensor, k: Tensor, v: Tensor, g: Tensor, mask: Tensor, negative_slope: float, scale: float
) -> Tensor:
    """E_LM V for q [B,H,T,K], k [B,H,S,K], v [B,H,S,K], g [H,K,K], additive mask broadcast to [B,H,T,S]."""
    weights, _ = attention_weights(q, k, g, mask, negative_slope, scale)
    return weighted_values(weights, v)


def weighted_values(weights: Tensor, v: Tensor) -> Tensor:
    """E_LM V for weights [B,H,T,S] and v [B,H,S,K]: [B,H,T,K], head by head in memory."""
    return (weights.transpose(0, 1) @ v.transpose(0, 1)).transpose(0, 1)


def attention_weights(
    q: Tensor, k: Tensor, g: Tensor | None, mask: Tensor, negative_slope: float, scale: float
) -> tuple[Tensor, Tensor]:
    """E_LM and the scores before mask and softmax, both [B,H,T,S].

    Everything is computed as [H,B,T,S], the layout in which `PowerLawAttention.split` keeps q and k: without copies.
    """
    q = q.transpose(0, 1) * scale if g is None else apply_energy_curvature(q.transpose(0, 1), g * scale)
    scores = q @ k.transpose(0, 1).transpose(-1, -2)
    if negative_slope != 1.0:
        scores = F.leaky_relu(scores, negative_slope)
    weights = torch.softmax(scores + mask.transpose(0, 1).to(scores.dtype), dim=-1)
    return weights.transpose(0, 1), scores.transpose(0, 1)


def apply_energy_curvature(q: Tensor, g: Tensor) -> Tensor:
    """Q G_LM for q [H,B,T,K] and g [H,K,K] or [B,H,K,K]; one product per head for a shared g."""
    if g.dim() == 4:
        return q @ g.transpose(0, 1).to(q.dtype)
    return torch.bmm(q.flatten(1, 2), g.to(q.dtype)).view(q.shape)


class PowerLawAttention(nn.Module):
    """One multi-head attention block, self or cross."""

    running_density: Tensor
    density_batches: Tensor

    def __init__(self, config: ModelConfig, *, cross: bool = False) -> None:
        super().__init__()
        size = config.d_model
        self.config = config
        self.cross = cross
        self.wq = nn.Linear(size, size)
        self.wkv = nn.Linear(size, 2 * size)
        self.wo = nn.Linear(size, size)
        for weight in (self.wq.weight, self.wkv.weight[:size], self.wkv.weight[size:], self.wo.weight):
            nn.init.xavier_uniform_(weight)
        for bias in (self.wq.bias, self.wkv.bias, self.wo.bias):
            nn.init.zeros_(bias)
        self.deductive = DeductiveNetwork(config) if config.attention == "plga" else None
        self.scale = 1 / math.sqrt(config.head_size)
        self.negative_slope = config.negative_slope if config.attention == "plga" else 1.0
        self.dropout = config.attention_dropout
        if config.attention == "plga" and config.density == "dataset":
            eye = torch.eye(config.head_size).expand(config.heads, -1, -1).clone()
            self.register_buffer("running_density", eye)
            self.register_buffer("density_batches", torch.zeros((), dtype=torch.long))
        # set by `freeze`: G_LM as a constant [H, K, K]; the deductive network is then no longer run
        self.frozen: Tensor | None = None
        self.record: dict[str, Tensor] | None = None
        # replaced by the exporter to emit one custom operator
        self.attend: AttentionFunction = power_law_attention
        # set by the trainer when a batch is spread over several processes: A is then the mean over all of them
        self.add_processes: Addition | None = None

    def split(self, x: Tensor) -> tuple[Tensor, ...]:
        """[B, T, n D] -> n times [B, H, T, K], which lie as [H, B, T, K] in memory."""
        heads = x.unflatten(-1, (-1, self.config.heads, self.config.head_size))
        return tuple(part.transpose(0, 1) for part in heads.permute(2, 3, 0, 1, 4).contiguous().unbind())

    def keys_values(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """[B, S, D] -> keys and values [B, H, S, K]"""
        k, v = self.split(self.wkv(x))
        return k, v

    def queries(self, x: Tensor) -> Tensor:
        """[B, T, D] -> [B, H, T, K]"""
        return self.split(self.wq(x))[0]

    def density(self, q: Tensor, valid: Tensor | None) -> Tensor:
        """A from q [B,H,T,K] and valid [B,T] (True = real token): [B,H,K,K] or, for dataset density, [H,K,K]."""
        if valid is not None and self.config.mask_density:
            q = q * valid[:, None, :, None].to(q.dtype)
        if self.config.density == "instance":
            with torch.autocast(q.device.type, enabled=False):
                q32 = q.float()
                return q32.transpose(-1, -2) @ q32
        if not self.training:
            return self.running_density
        rows = q.transpose(0, 1).flatten(1, 2)  # [H, B*T, K]
        count = valid.sum() if valid is not None and self.config.mask_density else rows.shape[1]
        total = (rows.transpose(-1, -2) @ rows).float()
        if self.add_processes is not None:
            total, count = self.add_processes(total, count)
        density = total / count
        with torch.no_grad():
            # a plain mean over the first batches, an exponential one later
            self.density_batches += 1
            weight = torch.clamp(1.0 / self.density_batches, min=self.config.density_momentum)
            self.running_density.lerp_(density.detach(), weight)
            running = self.running_density.clone()
        if self.config.density_value == "batch":
            return density
        # the value that evaluation uses, with the gradient of the batch: training and evaluation see the same G_LM
        return running + (density - density.detach())

    def deduce(self, q: Tensor, valid: Tensor | None) -> DeductiveOutputs | None:
        """The deductive outputs for queries q [B,H,T,K]; None for sdpa."""
        if self.deductive is None:
            return None
        return self.deductive(self.density(q, valid))

    def energy_curvature(self, q: Tensor, valid: Tensor | None) -> Tensor | None:
        """G_LM for queries q; None for sdpa."""
        if self.frozen is not None:
            return self.frozen
        outputs = self.deduce(q, valid)
        if outputs is None:
            return None
        if self.record is not None:
            self.record["A_LM"] = outputs.metric.detach()
            self.record["G_LM"] = outputs.energy_curvature.detach()
        return outputs.energy_curvature

    def constant_energy_curvature(self) -> Tensor:
        """G_LM [H,K,K] that evaluation uses: frozen, or of the running density (dataset), or I (sdpa)."""
        if self.frozen is not None:
            return self.frozen
        if self.deductive is None:
            return torch.eye(self.config.head_size).expand(self.config.heads, -1, -1).to(self.wq.weight)
        if self.config.density == "instance":
            raise ValueError("instance density has no constant G_LM: calibrate and freeze the block first")
        return self.deductive(self.running_density).energy_curvature

    def freeze(self, g: Tensor) -> None:
        """From now on use the constant G_LM g [H,K,K]."""
        self.frozen = g.detach().to(self.wq.weight)

    def forward(
        self,
        x: Tensor,  # [B, T, D] queries
        memory: Tensor | None,  # [B, S, D] of the keys and values; None: x itself
        mask: Tensor,  # additive, broadcast to [B, H, T, S]
        valid: Tensor | None,  # [B, T] True at real query tokens
        align: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """Block output [B, T, D] and, if `align`, E_LM of head 0 [B, T, S] in float32."""
        q = self.queries(x)
        k, v = self.keys_values(x if memory is None else memory)
        g = self.energy_curvature(q, valid)
        weights, scores = attention_weights(q, k, g, mask, self.negative_slope, self.scale)
        if self.record is not None:
            self.record["scores"] = scores.detach()
            self.record["E_LM"] = weights.detach()
        alignment = weights[:, 0].float() if align else None
        if self.training and self.dropout:
            weights = F.dropout(weights, self.dropout)
        out = weighted_values(weights, v)
        return self.wo(out.transpose(1, 2).flatten(2)), alignment


class FeedForward(nn.Module):
    """Dense-ReLU-Dense on [B, T, D]."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.inner = nn.Linear(config.d_model, config.d_ff)
        self.outer = nn.Linear(config.d_ff, config.d_model)
        self.dropout = config.activation_dropout
        for layer in (self.inner, self.outer):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.inner(x))
        if self.training and self.dropout:
            y = F.dropout(y, self.dropout)
        return self.outer(y)


class Layer(nn.Module):
    """An encoder layer (self-attention, feed-forward) or a decoder layer (with cross-attention between)."""

    def cross(self) -> PowerLawAttention:
        """The cross-attention of a decoder layer."""
        assert self.cross_attention is not None, "an encoder layer has no cross-attention"
        return self.cross_attention

    def __init__(self, config: ModelConfig, *, decoder: bool) -> None:
        super().__init__()
        self.self_attention = PowerLawAttention(config)
        self.cross_attention = PowerLawAttention(config, cross=True) if decoder else None
        self.feed_forward = FeedForward(config)
        count = 3 if decoder else 2
        self.norms = nn.ModuleList(
            nn.LayerNorm(config.d_model, eps=config.layer_norm_epsilon) for _ in range(count)
        )
        self.dropout = nn.Dropout(config.dropout)
        self.pre = config.norm == "pre"

    def residual(self, index: int, x: Tensor, block: Callable[[Tensor], Tensor]) -> Tensor:
        """x plus the block, with the LayerNorm before the block (pre) or after the sum (post)."""
        norm = self.norms[index]
        if self.pre:
            return x + self.dropout(block(norm(x)))
        return norm(x + self.dropout(block(x)))

    def forward(
        self,
        x: Tensor,
        self_mask: Tensor,
        valid: Tensor | None,
        memory: Tensor | None = None,
        memory_mask: Tensor | None = None,
        align: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        alignment: Tensor | None = None
        x = self.residual(0, x, lambda y: self.self_attention(y, None, self_mask, valid)[0])
        if self.cross_attention is not None:
            attention = self.cross_attention
            assert memory_mask is not None

            def cross(y: Tensor) -> Tensor:
                nonlocal alignment
                out, alignment = attention(y, memory, memory_mask, valid, align)
                return out

            x = self.residual(1, x, cross)
        return self.residual(len(self.norms) - 1, x, self.feed_forward), alignment


@torch.no_grad()
def published_initialisation(model: nn.Module) -> None:
    """Keras' defaults as in the published code: Dense Glorot uniform with zero bias, Embedding uniform in +-0.05,
    W, a and P [H, K, K] Glorot normal, truncated at 2 sigma, for whose fans Keras counts H as a receptive field."""
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.uniform_(module.weight, -0.05, 0.05)
        elif isinstance(module, DeductiveNetwork):
            heads, size, _ = module.W.shape
            std = math.sqrt(1.0 / (heads * size)) / 0.87962566103423978
            for tensor in (module.W, module.a, module.P):
                nn.init.trunc_normal_(tensor, std=std, a=-2 * std, b=2 * std)
    for module in model.modules():
        if isinstance(module, PowerLawAttention):
            for kernel in module.wkv.weight.chunk(2):  # keys and values are two matrices there
                nn.init.xavier_uniform_(kernel)


def layers_of(stack: nn.ModuleList) -> list[Layer]:
    """The layers of a stack, typed."""
    return [layer for layer in stack if isinstance(layer, Layer)]


def sinusoidal_positions(count: int, size: int) -> Tensor:
    """[count, size]; sin in even columns, cos in odd ones (interleaved, as published)."""
    angle = torch.arange(count, dtype=torch.float64)[:, None] / 10000 ** (
        torch.arange(0, size, 2, dtype=torch.float64) / size
    )
    table = torch.zeros(count, size, dtype=torch.float64)
    table[:, 0::2] = torch.sin(angle)
    table[:, 1::2] = torch.cos(angle)
    return table.float()


@dataclass
class Cache:
    """What one-step decoding keeps: per decoder layer self and cross keys and values [B, H, T or S, K]."""

    self_keys: list[Tensor | None]
    self_values: list[Tensor | None]
    cross_keys: list[Tensor]
    cross_values: list[Tensor]
    memory_mask: Tensor

    @property
    def length(self) -> int:
        return 0 if self.self_keys[0] is None else self.self_keys[0].shape[2]


class PLGT(nn.Module):
    """Encoder-decoder of power law attention blocks."""

    positions: Tensor

    def __init__(
        self, config: ModelConfig, source_vocabulary: int, target_vocabulary: int | None = None
    ) -> None:
        super().__init__()
        config.validate()
        self.config = config
        target_vocabulary = source_vocabulary if target_vocabulary is None else target_vocabulary
        size = config.d_model
        self.source_embedding = nn.Embedding(source_vocabulary, size)
        nn.init.normal_(self.source_embedding.weight, std=size**-0.5)
        if config.tied_embeddings:
            self.target_embedding = self.source_embedding
        else:
            self.target_embedding = nn.Embedding(target_vocabulary, size)
            nn.init.normal_(self.target_embedding.weight, std=size**-0.5)
        self.encoder = nn.ModuleList(Layer(config, decoder=False) for _ in range(config.encoder_layers))
        self.decoder = nn.ModuleList(Layer(config, decoder=True) for _ in range(config.decoder_layers))
        pre = config.norm == "pre"
        self.encoder_norm = nn.LayerNorm(size, eps=config.layer_norm_epsilon) if pre else None
        self.decoder_norm = nn.LayerNorm(size, eps=config.layer_norm_epsilon) if pre else None
        self.final = nn.Linear(size, target_vocabulary)
        nn.init.zeros_(self.final.bias)
        if config.tied_embeddings:
            self.final.weight = self.target_embedding.weight
        else:
            nn.init.xavier_uniform_(self.final.weight)
        self.dropout = nn.Dropout(config.dropout)
        if config.initialisation == "published":
            published_initialisation(self)
        self.register_buffer("positions", sinusoidal_positions(config.max_positions, size), persistent=False)

    def attention_blocks(self) -> Iterator[tuple[str, PowerLawAttention]]:
        """(name, block) for every attention block: `encoder.0.self`, `decoder.0.self`, `decoder.0.cross`, ..."""
        for index, layer in enumerate(layers_of(self.encoder)):
            yield f"encoder.{index}.self", layer.self_attention
        for index, layer in enumerate(layers_of(self.decoder)):
            yield f"decoder.{index}.self", layer.self_attention
            yield f"decoder.{index}.cross", layer.cross()

    def embed(self, table: nn.Embedding, ids: Tensor, start: int = 0) -> Tensor:
        """ids [B, T] -> [B, T, D]"""
        x = table(ids) * math.sqrt(self.config.d_model)
        x = x + self.positions[start : start + ids.shape[1]]
        device = x.device.type
        if torch.is_autocast_enabled(device):
            x = x.to(
                torch.get_autocast_dtype(device)
            )  # the residual stream has the precision of the products
        return self.dropout(x)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """source [B, S] -> memory [B, S, D] and the additive mask [B, 1, 1, S]."""
        valid = source != PAD
        mask = torch.zeros(source.shape, device=source.device).masked_fill(~valid, MASKED)[:, None, None, :]
        x = self.embed(self.source_embedding, source)
        for layer in layers_of(self.encoder):
            x, _ = layer(x, mask, valid)
        return (self.encoder_norm(x) if self.encoder_norm is not None else x), mask

    def decode(
        self, target: Tensor, memory: Tensor, memory_mask: Tensor, align: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Teacher forcing: target [B, T] (starting with BOS) -> states [B, T, D] and head-0 E_LM [B, T, S]."""
        length = target.shape[1]
        valid = target != PAD
        causal = torch.full((length, length), MASKED, device=target.device).triu(1)
        padding = torch.zeros(target.shape, device=target.device).masked_fill(~valid, MASKED)
        mask = torch.minimum(causal[None, None], padding[:, None, None, :])
        x = self.embed(self.target_embedding, target)
        alignment = None
        for index, layer in enumerate(layers_of(self.decoder)):
            last = index == len(self.decoder) - 1
            x, alignment = layer(x, mask, valid, memory, memory_mask, align and last)
        return (self.decoder_norm(x) if self.decoder_norm is not None else x), alignment

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Logits [B, T, V] for source [B, S] and decoder input target [B, T]."""
        memory, mask = self.encode(source)
        return self.final(self.decode(target, memory, mask)[0])

    # One-step decoding ---------------------------------------------------------------------------------

    def start(self, source: Tensor) -> Cache:
        """Encode source [B, S] and prepare the caches for `step`."""
        memory, mask = self.encode(source)
        keys, values = [], []
        for layer in layers_of(self.decoder):
            k, v = layer.cross().keys_values(memory)
            keys.append(k)
            values.append(v)
        empty: list[Tensor | None] = [None] * len(self.decoder)
        return Cache(list(empty), list(empty), keys, values, mask)

    def step(self, ids: Tensor, cache: Cache) -> Tensor:
        """One token for each sentence: ids [B] -> logits [B, V]; extends the cache. Constant G_LM only."""
        x = self.embed(self.target_embedding, ids[:, None], cache.length)
        for index, layer in enumerate(layers_of(self.decoder)):

            def self_block(y: Tensor, layer: Layer = layer, index: int = index) -> Tensor:
                block = layer.self_attention
                k, v = block.keys_values(y)
                old_k, old_v = cache.self_keys[index], cache.self_values[index]
                if old_k is not None and old_v is not None:
                    k, v = torch.cat([old_k, k], 2), torch.cat([old_v, v], 2)
                cache.self_keys[index], cache.self_values[index] = k, v
                zero = torch.zeros(1, 1, 1, 1, device=y.device)
                return self._attend_constant(block, y, k, v, zero)

            def cross_block(y: Tensor, layer: Layer = layer, index: int = index) -> Tensor:
                k, v = cache.cross_keys[index], cache.cross_values[index]
                return self._attend_constant(layer.cross(), y, k, v, cache.memory_mask)

            x = layer.residual(0, x, self_block)
            x = layer.residual(1, x, cross_block)
            x = layer.residual(2, x, layer.feed_forward)
        if self.decoder_norm is not None:
            x = self.decoder_norm(x)
        return self.final(x)[:, 0]

    @staticmethod
    def _attend_constant(block: PowerLawAttention, y: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
        g = block.constant_energy_curvature()
        out = block.attend(block.queries(y), k, v, g, mask, block.negative_slope, block.scale)
        return block.wo(out.transpose(1, 2).flatten(2))

    @torch.no_grad()
    def greedy(self, source: Tensor, max_length: int) -> list[list[int]]:
        """Greedy translations of source [B, S], without BOS and EOS.

        Instance density has no constant G_LM, so there every step runs the whole prefix, as published.
        """
        rows = source.shape[0]
        done = torch.zeros(rows, dtype=torch.bool, device=source.device)
        ids = torch.full((rows,), BOS, device=source.device)
        prefix = ids[:, None]
        instance = self.config.attention == "plga" and self.config.density == "instance"
        instance = instance and any(block.frozen is None for _, block in self.attention_blocks())
        memory, mask = self.encode(source) if instance else (None, None)
        cache = None if instance else self.start(source)
        for _ in range(max_length):
            if cache is not None:
                logits = self.step(ids, cache)
            else:
                assert memory is not None and mask is not None
                logits = self.final(self.decode(prefix, memory, mask)[0][:, -1])
            ids = torch.where(done, PAD, logits.argmax(-1))
            prefix = torch.cat([prefix, ids[:, None]], 1)
            done |= ids == EOS
            if bool(done.all()):
                break
        result = []
        for row in prefix[:, 1:].tolist():
            result.append(row[: row.index(EOS)] if EOS in row else [i for i in row if i != PAD])
        return result
