"""The training loop: batches, loss, optimiser, validation, checkpoints, metrics, exact resume."""

from __future__ import annotations

import ctypes
import json
import math
import os
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from app.errors import PlgtError
from app.paths import write_atomically
from training import checkpoint, distributed, evaluate
from training.config import RunConfig, SourceConfig, TrainingConfig
from training.data.alignment import open_alignments
from training.data.batches import Batch, Batches, Store, multilingual, pad
from training.data.corpus import clean, corpus_paths, read_lines
from training.data.noise import lower
from training.data.tokenizer import Tokenizer
from training.data.vocabulary_transfer import piece_shares, spread_rows
from training.model.loss import alignment_loss, cross_entropy
from training.model.plgt import BOS, EOS, PAD, PLGT
from training.muon import Muon
from training.schedule import learning_rate


class TrainingDiverged(PlgtError):
    """The loss is not a number any more."""


def choose_device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise PlgtError(
            "run.device is cuda, but PyTorch sees no CUDA device here: use run.device = auto or cpu."
        )
    return torch.device(name)


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """bf16 where the hardware multiplies it faster than float32 (CUDA, or a CPU with AMX or AVX512-BF16)."""
    if name == "auto":
        if device.type == "cuda":
            return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
        fast = any(
            getattr(torch.cpu, f"_is_{name}_supported", lambda: False)()
            for name in ("amx_tile", "avx512_bf16")
        )
        return torch.bfloat16 if fast else torch.float32
    return {"float32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[name]


def keep_kernels_and_memory() -> None:
    """Settings of the process that make a step on the CPU faster; call before the first large product.

    oneDNN keeps the kernels of most shapes that occur (16,384 kernels are about 2 GB; otherwise 1,024), and the C
    library keeps freed memory instead of giving it back to the system, which would fill it with zeros again page by
    page.
    """
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16384")
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # not glibc
        return
    trim_threshold, most_mappings = -1, -4
    mallopt(trim_threshold, 2**31 - 1)
    mallopt(most_mappings, 0)


@dataclass
class ValidationSet:
    """A set's sentences (as text and ids) and references."""

    name: str
    sources: list[str]
    references: list[str]
    prefix: list[int]
    pairs: list[tuple[list[int], list[int]]]


class Objective(nn.Module):
    """The loss of a batch as a module for DistributedDataParallel, which wants all weights used in `forward`."""

    def __init__(self, model: PLGT, run: RunConfig, device: torch.device, precision: torch.dtype) -> None:
        super().__init__()
        self.model, self.device, self.precision = model, device, precision
        self.guided_alignment = run.guided_alignment
        self.states: Callable[[Tensor, Tensor, bool], tuple[Tensor, Tensor, Tensor | None]] = self._states
        if run.compile:
            self.states = torch.compile(self._states, dynamic=True)

    def autocast(self) -> torch.autocast:
        return torch.autocast(
            self.device.type,
            dtype=self.precision if self.precision != torch.float32 else torch.bfloat16,
            enabled=self.precision != torch.float32,
        )

    def _states(
        self, source: Tensor, target: Tensor, align: bool = False
    ) -> tuple[Tensor, Tensor, Tensor | None]:
        """Decoder states of the real target tokens [N, D], the tokens that follow them [N] and, if `align`,
        the last layer's head-0 E_LM [B, T, S]."""
        memory, mask = self.model.encode(source)
        inputs, labels = target[:, :-1], target[:, 1:]
        if self.model.config.mask_density:
            # an input position whose label is padding is padding too (the published code leaves the end symbol there)
            inputs = inputs.masked_fill(labels == PAD, PAD)
        states, attention = self.model.decode(inputs, memory, mask, align)
        real = labels != PAD
        return states[real], labels[real], attention

    def forward(
        self, source: Tensor, target: Tensor, links: Tensor | None, smoothing: float
    ) -> tuple[Tensor, Tensor, int]:
        """Summed loss (with gradient), summed negative log-likelihood, number of target tokens.

        source [B, S], target [B, T + 1], links [B, T] or None (see training.data.batches.Batch).
        """
        with self.autocast():
            states, labels, attention = self.states(source, target, links is not None)
            if self.precision == torch.bfloat16:
                states = states.to(torch.bfloat16)
            loss, plain = cross_entropy(
                states, self.model.final.weight, self.model.final.bias, labels, smoothing
            )
        if attention is not None and links is not None:
            loss = loss + self.guided_alignment * alignment_loss(attention, links)
        return loss, plain, labels.shape[0]


class Trainer:
    """One run in one folder. `run()` trains until max_steps, max_epochs, the time budget or early stopping.

    Under `torchrun` every process has its own Trainer; the first one alone speaks and writes into the folder,
    which all of them must be able to read.
    """

    def __init__(
        self,
        config: TrainingConfig,
        folder: Path,
        *,
        warm_start: Path | None = None,
        new_vocabulary: bool = False,
        say: Callable[[str], None] = print,
    ) -> None:
        """`warm_start` is the checkpoint of the first weights; with `new_vocabulary` the run has a vocabulary of its
        own, and the embeddings of its pieces are made from the checkpoint's (training.data.vocabulary_transfer)."""
        self.config, self.folder = config, folder
        run = config.run
        keep_kernels_and_memory()
        if run.threads:
            torch.set_num_threads(run.threads)
        self.device = choose_device(run.device)
        self.processes = processes = distributed.join(self.device.type)
        if processes.count > 1 and self.device.type == "cuda":
            self.device = torch.device("cuda", processes.local_rank)
        self.say = say = say if processes.first else lambda _: None
        folder.mkdir(parents=True, exist_ok=True)
        self.precision = choose_precision(run.precision, self.device)
        if self.device.type == "cuda":
            torch.set_float32_matmul_precision("high")
        torch.manual_seed(run.seed)
        self.data_folder = Path(config.data.cache) if config.data.cache else folder
        separate = config.model.separate_vocabularies

        newest = checkpoint.list_checkpoints(folder)[-1:]

        def prepare() -> None:
            if newest:
                self._take_tokenizers(newest[0])
            elif warm_start is not None and not new_vocabulary:
                self._take_tokenizers(checkpoint.resolve(warm_start))
            Store.open(config.data, self.data_folder, run.seed, max(1, run.threads), separate, say)

        processes.first_does(prepare)
        self.store = Store(self.data_folder)
        self.source_tokenizer = Tokenizer(self.data_folder / "tokenizer.model")
        self.target_tokenizer = (
            Tokenizer(self.data_folder / "tokenizer-target.model") if separate else self.source_tokenizer
        )
        self.model = PLGT(config.model, self.source_tokenizer.size, self.target_tokenizer.size).to(
            self.device
        )
        self.names = {p: n for n, p in self.model.named_parameters()}
        self.optimisers = self._make_optimisers()
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=self.precision == torch.float16)
        self.state = checkpoint.RunState()
        self.saved_step: int | None = None
        self.ema: dict[str, Tensor] | None = None  # in the first process only
        self.stop_requested = False
        self._own_random_numbers(0)
        if newest:
            self._resume(newest[0])
        elif warm_start is not None:
            self._start_from(checkpoint.resolve(warm_start), new_vocabulary)
        self._demand_one_start()
        if run.weight_ema and self.ema is None and processes.first:
            self.ema = self._float_state()
        longest = None
        if run.length_curriculum_steps:
            span = run.length_curriculum_steps * config.optimiser.accumulate * processes.count
            top = config.data.max_pieces
            longest = lambda n: int(12 + (top - 12) * min(1.0, n / span)) if n < span else top + 8  # noqa: E731
        self.batches = Batches(self.store, config.data, run.seed, longest=longest)
        if run.guided_alignment:

            def links() -> np.ndarray:
                sizes = self.source_tokenizer.size, self.target_tokenizer.size
                return open_alignments(self.store, self.data_folder, *sizes, say=say)

            processes.first_does(links)
            self.batches.links = links()
        self.validation: list[ValidationSet] = []
        if processes.first:
            self.validation = [self._load_validation(source) for source in config.data.validation]
        self.objective = Objective(self.model, run, self.device, self.precision)
        self.parallel: nn.Module = self.objective
        if processes.count > 1:
            add = torch.compiler.disable(processes.add) if run.compile else processes.add
            for _, block in self.model.attention_blocks():
                block.add_processes = add
            # the running densities are equal everywhere already: nothing is to be broadcast at each step
            with warnings.catch_warnings():  # PyTorch 2.13 renames the argument
                warnings.simplefilter("ignore", FutureWarning)
                self.parallel = DistributedDataParallel(self.objective, broadcast_buffers=False)

    # Set-up ---------------------------------------------------------------------------------------------

    def _take_tokenizers(self, source: Path) -> None:
        """Weights belong to a vocabulary: a run goes on, or starts, with its checkpoint's; another one is refused."""
        self.data_folder.mkdir(parents=True, exist_ok=True)
        for name in checkpoint.TOKENIZERS:
            if not (source / name).exists():
                continue
            mine = self.data_folder / name
            if mine.exists() and mine.read_bytes() != (source / name).read_bytes():
                raise PlgtError(
                    f'The checkpoint "{source}" has another vocabulary than "{mine}": remove that file or set '
                    "data.cache to an empty folder, so that the checkpoint's tokenizer can be taken over."
                )
            if not mine.exists():
                write_atomically(mine, (source / name).read_bytes())

    def _start_from(self, path: Path, new_vocabulary: bool) -> None:
        """The first weights are those of a checkpoint, whatever optimiser it had."""
        tensors = checkpoint.load_tensors(path / "model.safetensors")
        if new_vocabulary:
            pairs = [("source_embedding", "tokenizer.model", self.source_tokenizer)]
            if not self.config.model.tied_embeddings:
                name = checkpoint.TOKENIZERS[int((path / checkpoint.TOKENIZERS[1]).exists())]
                pairs.append(("target_embedding", name, self.target_tokenizer))
            for table, name, tokenizer in pairs:
                shares = piece_shares(Tokenizer(path / name), tokenizer)
                for key in (
                    f"{table}.weight",
                    *(("final.weight", "final.bias") if pairs[-1][0] == table else ()),
                ):
                    if key in tensors:
                        tensors[key] = spread_rows(tensors[key], shares)
        checkpoint.load_weights(self.model, tensors, path)
        self.say(f"warm start from {path}" + (", vocabulary carried over" if new_vocabulary else ""))

    def _make_optimisers(self) -> list[torch.optim.Optimizer]:
        """AdamW for all weights, or Muon for the matrices of the layers and AdamW for the others."""
        settings = self.config.optimiser
        embeddings = {self.model.source_embedding.weight, self.model.target_embedding.weight}
        output = self.model.final.weight
        groups: dict[tuple[float, float], list[Tensor]] = {}
        matrices: list[Tensor] = []
        parts: dict[Tensor, int] = {}
        for name, parameter in self.model.named_parameters():
            deductive = ".deductive." in name
            decay = settings.weight_decay if parameter.ndim >= 2 and not deductive else 0.0
            outside = deductive or parameter in embeddings or parameter is output
            if settings.name == "muon" and parameter.ndim == 2 and not outside:
                matrices.append(parameter)
                parts[parameter] = 2 if name.endswith(".wkv.weight") else 1  # keys and values
                continue
            factor = settings.deductive_lr if deductive else 1.0
            if parameter in embeddings:
                factor = settings.embedding_lr
            groups.setdefault((factor, decay), []).append(parameter)
        parameters = [
            {"params": group, "factor": factor, "weight_decay": decay}
            for (factor, decay), group in groups.items()
        ]
        betas = (settings.beta1, settings.beta2)
        optimisers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(parameters, lr=0.0, betas=betas, eps=settings.epsilon, fused=True)
        ]
        if matrices:
            group = {"params": matrices, "factor": settings.muon_lr, "weight_decay": settings.weight_decay}
            optimisers.append(Muon([group], momentum=settings.muon_momentum, parts=parts))
        return optimisers

    def _resume(self, path: Path) -> None:
        old = checkpoint.load_config(path)
        if old.model != self.config.model:
            raise PlgtError(
                f'"{path}" was trained with other [model] settings: use another output folder or the same settings.'
            )
        checkpoint.load_weights(self.model, checkpoint.load_tensors(path / "model.safetensors"), path)
        self.state = checkpoint.load_state(path)
        self.saved_step = self.state.step
        kept = path / "optimiser.safetensors"
        tensors = load_file(kept) if kept.exists() else {}
        if not tensors:
            self.say(f"{path.name} holds weights alone: the optimiser starts anew")
        checkpoint.unpack_optimisers(self.names, self.optimisers, tensors)
        random_state = tensors.get(self._random_key(self.processes.rank))
        if random_state is not None:
            torch.set_rng_state(random_state)
        else:  # the checkpoint is of fewer processes
            self._own_random_numbers(self.state.step)
        if (path / "ema.safetensors").exists() and self.config.run.weight_ema and self.processes.first:
            self.ema = {k: v.to(self.device) for k, v in load_file(path / "ema.safetensors").items()}
        self.say(f"resumed from {path.name} ({self.state.target_tokens / 1e6:.2f}M target tokens)")

    @staticmethod
    def _random_key(rank: int) -> str:
        """The name of a process's random state in `optimiser.safetensors`."""
        return f"random_state.{rank}" if rank else "random_state"

    def _own_random_numbers(self, step: int) -> None:
        """The weights start equal in all processes, but dropout must differ; the first one goes on as if alone."""
        if not self.processes.first:
            torch.manual_seed((self.config.run.seed * 1_000_003 + step) * 4099 + self.processes.rank)

    def _demand_one_start(self) -> None:
        """Raise PlgtError where the processes have found different checkpoints."""
        steps = {int(step) for step in self.processes.gather(torch.tensor(self.state.step))}
        if len(steps) > 1:
            raise PlgtError(
                f"The processes found different checkpoints (steps {', '.join(map(str, sorted(steps)))}): "
                "put the run's folder where all hosts see it."
            )

    def _float_state(self) -> dict[str, Tensor]:
        return {k: v.detach().clone() for k, v in checkpoint.unshared_live(self.model).items()}

    def _load_validation(self, source: SourceConfig) -> ValidationSet:
        data = self.config.data
        first, second = corpus_paths(data, source)
        limit = self.config.run.validate_sentences
        sources, references = read_lines(first)[:limit], read_lines(second)[:limit]
        texts_a, texts_b = [clean(t) for t in sources], [clean(t) for t in references]
        if data.lowercase:
            texts_a = [lower(t, source.languages[0]) for t in texts_a]
            texts_b = [lower(t, source.languages[1]) for t in texts_b]
        tagged = multilingual(data)
        prefix = [self.source_tokenizer.language_ids[source.languages[1]]] if tagged else []
        a, b = self.source_tokenizer.encode_many(texts_a), self.target_tokenizer.encode_many(texts_b)
        pairs = [
            ([*prefix, *x, EOS], [*y, EOS])
            for x, y in zip(a, b, strict=True)
            if x and y and max(len(x), len(y)) <= data.max_pieces
        ]
        name = f"{Path(source.path).name}.{source.languages[0]}>{source.languages[1]}"
        return ValidationSet(name, texts_a, references, prefix, pairs)

    # The step -------------------------------------------------------------------------------------------

    def loss(
        self, batch: Batch, smoothing: float, module: nn.Module | None = None
    ) -> tuple[Tensor, Tensor, int]:
        """Summed loss (with gradient), summed negative log-likelihood, number of target tokens of a batch.

        `module` is the objective or what wraps it.
        """
        source = torch.from_numpy(batch.source).to(self.device, non_blocking=True)
        target = torch.from_numpy(batch.target).to(self.device, non_blocking=True)
        links = None
        if batch.links is not None:
            links = torch.from_numpy(batch.links).to(self.device, non_blocking=True)
        loss, plain, tokens = (module or self.objective)(source, target, links, smoothing)
        return loss, plain, tokens

    def _gradients_stay(self, stay: bool) -> AbstractContextManager[None]:
        """Where the gradients of a backward pass are not added over the processes yet."""
        if stay and isinstance(self.parallel, DistributedDataParallel):
            return self.parallel.no_sync()
        return nullcontext()

    def step(self, batches: list[Batch]) -> tuple[float, int, float]:
        """One update from `accumulate` batches of every process.

        Mean negative log-likelihood (nats), target tokens and gradient norm, all of the whole update.
        """
        settings = self.config.optimiser
        self.model.train()
        self.state.step += 1
        rate = learning_rate(self.state.step, settings, self.config.model.d_model, self.config.run.max_steps)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate * group["factor"]
        processes = self.processes
        total = int(processes.sum(sum(batch.target_tokens for batch in batches)))
        # DistributedDataParallel takes the mean over the processes, a step needs the sum
        share = total / processes.count
        plain_sum = 0.0
        for index, batch in enumerate(batches):
            with self._gradients_stay(index < len(batches) - 1):
                loss, plain, _ = self.loss(batch, settings.label_smoothing, self.parallel)
                self.scaler.scale(loss / share).backward()
            plain_sum += float(plain.detach())
        value = processes.sum(plain_sum) / total
        for optimiser in self.optimisers:
            self.scaler.unscale_(optimiser)
        limit = settings.clip_norm or math.inf
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit))
        if not math.isfinite(value) or (not math.isfinite(norm) and not self.scaler.is_enabled()):
            raise TrainingDiverged(
                f"The loss is {value} and the gradient norm {norm} at step {self.state.step} "
                f"(learning rate {rate:.2e}): "
                "resume from the last checkpoint with a lower optimiser.peak, a longer warm-up or precision float32."
            )
        for optimiser in self.optimisers:
            self.scaler.step(optimiser)
        self.scaler.update()
        self.model.zero_grad(set_to_none=True)
        if self.ema is not None:
            decay = min(self.config.run.weight_ema, (1 + self.state.step) / (10 + self.state.step))
            with torch.no_grad():
                for name, tensor in checkpoint.unshared_live(self.model).items():
                    if tensor.is_floating_point():
                        self.ema[name].lerp_(tensor, 1 - decay)
                    else:
                        self.ema[name].copy_(tensor)
        self.state.target_tokens += total
        self.state.batches += len(batches) * processes.count
        return value, total, norm

    # Validation and checkpoints ---------------------------------------------------------------------------

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Loss per token (nats) and greedy BLEU of every validation set, and their means `loss` and `bleu`."""
        self.model.eval()
        stored = None
        if self.ema is not None:
            stored = {k: v.clone() for k, v in checkpoint.unshared_live(self.model).items()}
            self.model.load_state_dict(self.ema, strict=False)
        scores: dict[str, float] = {}
        for dataset in self.validation:
            total, count = 0.0, 0
            for start in range(0, len(dataset.pairs), 32):
                part = dataset.pairs[start : start + 32]
                batch = Batch(
                    pad([np.array(a) for a, _ in part]),
                    pad([np.array(b) for _, b in part], BOS),
                    np.arange(len(part)),
                )
                _, plain, tokens = self.loss(batch, 0.0)
                total, count = total + float(plain), count + tokens
            hypotheses = evaluate.translate_greedily(
                self.model,
                self.source_tokenizer,
                self.target_tokenizer,
                dataset.sources,
                dataset.prefix,
                max_length=self.config.data.max_pieces,
                autocast=self.objective.autocast,
            )
            plain_score = evaluate.score(
                [evaluate.detokenise(h) for h in hypotheses],
                [evaluate.detokenise(r) for r in dataset.references],
            )
            scores[f"loss/{dataset.name}"] = total / max(1, count)
            scores[f"bleu/{dataset.name}"] = plain_score.bleu
            scores[f"chrf/{dataset.name}"] = plain_score.chrf
        for kind in ("loss", "bleu"):
            values = [v for k, v in scores.items() if k.startswith(kind + "/")]
            if values:
                scores[kind] = sum(values) / len(values)
        if stored is not None:
            self.model.load_state_dict(stored, strict=False)
        self.model.train()
        return scores

    def save(self) -> None:
        """Write a checkpoint and drop the oldest ones beyond `keep_checkpoints`; all processes call it together."""
        if self.saved_step == self.state.step:
            return
        random_states = self.processes.gather(torch.get_rng_state())
        self.saved_step = self.state.step
        if not self.processes.first:
            return
        packed = checkpoint.pack_optimisers(self.names, self.optimisers)
        packed |= {self._random_key(rank): state for rank, state in enumerate(random_states)}
        checkpoint.save(self.folder, self.config, self.model, self.state, self.data_folder, packed, self.ema)
        for old in checkpoint.list_checkpoints(self.folder)[: -self.config.run.keep_checkpoints]:
            if int(old.name.removeprefix(checkpoint.PREFIX)) != self.state.best_step:
                checkpoint.remove(old)

    def _note_scores(self, scores: dict[str, float]) -> bool:
        """Keep the best value; returns True when patience has run out."""
        run, state = self.config.run, self.state
        state.scores = scores
        metric = scores.get(run.patience_metric)
        if metric is None:
            return False
        value = metric if run.patience_metric == "bleu" else -metric
        if state.best is None or value > state.best:
            state.best, state.best_step, state.since_best = value, state.step, 0
        else:
            state.since_best += 1
        return bool(run.patience) and state.since_best >= run.patience

    # The loop ---------------------------------------------------------------------------------------------

    def run(self, time_budget: float | None = None, progress: bool = True) -> checkpoint.RunState:
        """Train; returns the final state. Stops cleanly on SIGTERM and SIGINT with a checkpoint."""
        run, processes = self.config.run, self.processes
        started = last_log = time.monotonic()
        before = self.state.seconds
        handlers = self._catch_signals()
        place = self.folder / "metrics.jsonl" if processes.first else Path(os.devnull)
        metrics = open(place, "a", encoding="utf-8")  # noqa: SIM115
        writer = self._tensorboard()
        tokens = loss_sum = window_tokens = 0.0
        count = sum(p.numel() for p in self.model.parameters())
        self.say(
            f"{count / 1e6:.1f}M parameters on {self.device.type} in {str(self.precision).removeprefix('torch.')}"
            + (f", {processes.count} processes" if processes.count > 1 else "")
        )

        def log(record: dict[str, Any]) -> None:
            record = {
                "step": self.state.step,
                "target_tokens": self.state.target_tokens,
                "seconds": round(self.state.seconds, 1),
                **record,
            }
            metrics.write(json.dumps(record) + "\n")
            metrics.flush()
            if writer is not None:
                for key, value in record.items():
                    if isinstance(value, int | float) and key not in ("step", "seconds"):
                        writer.add_scalar(key, value, self.state.step)

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            disable=not progress or not processes.first,
            refresh_per_second=2,
        )
        task = bar.add_task("training", total=run.max_steps, completed=self.state.step)
        stream = self.batches(self.state.batches, processes.rank, processes.count)

        def stopping() -> bool:
            late = time_budget is not None and time.monotonic() - started >= time_budget
            return processes.any(self.stop_requested or late)

        try:
            with bar:
                while self.state.step < run.max_steps and not stopping():
                    group = list(self._take(stream))
                    if not group:
                        break
                    value, step_tokens, norm = self.step(group)
                    now = time.monotonic()
                    self.state.seconds = before + now - started
                    tokens += step_tokens
                    loss_sum += value * step_tokens
                    window_tokens += step_tokens
                    step = self.state.step
                    if step % run.log_every == 0:
                        speed = window_tokens / (now - last_log)
                        rate = learning_rate(
                            step, self.config.optimiser, self.config.model.d_model, run.max_steps
                        )
                        log(
                            {
                                "loss": loss_sum / window_tokens,
                                "tokens_per_second": round(speed),
                                "learning_rate": rate,
                                "gradient_norm": norm,
                                "epoch": self.state.epoch,
                            }
                        )
                        description = f"loss {loss_sum / window_tokens:.3f} {speed:,.0f} tokens/s"
                        bar.update(task, completed=step, description=description)
                        last_log, window_tokens, loss_sum = now, 0.0, 0.0
                    finished = False
                    if step % run.validate_every == 0 and self.config.data.validation:
                        finished = processes.any(processes.first and self._validate(log))
                        last_log = time.monotonic()
                    if step % run.checkpoint_every == 0:
                        self.save()
                    if finished:
                        break
            self.save()
            processes.wait()
        finally:
            metrics.close()
            if writer is not None:
                writer.close()
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return self.state

    def _validate(self, log: Callable[[dict[str, Any]], None]) -> bool:
        """Validate, log and say the scores; returns True when patience has run out."""
        scores = self.validate()
        log(scores)
        summary = ", ".join(
            f"{k.removeprefix('bleu/')} {v:.1f}" for k, v in scores.items() if k.startswith("bleu/")
        )
        self.say(f"step {self.state.step}: loss {scores['loss']:.3f}, BLEU {summary}")
        finished = self._note_scores(scores)
        if finished:
            run = self.config.run
            self.say(f"no better {run.patience_metric} for {run.patience} validations: stopping")
        return finished

    def _take(self, stream: Iterator[tuple[int, Batch]]) -> Iterator[Batch]:
        for _ in range(self.config.optimiser.accumulate):
            epoch, batch = next(stream)
            if self.config.run.max_epochs and epoch >= self.config.run.max_epochs:
                return
            self.state.epoch = epoch
            yield batch

    def _catch_signals(self) -> dict[int, Any]:
        def request(number: int, frame: Any) -> None:
            if self.stop_requested:
                raise KeyboardInterrupt
            self.stop_requested = True
            self.say("stopping after this step; once more to stop at once")

        try:
            return {number: signal.signal(number, request) for number in (signal.SIGTERM, signal.SIGINT)}
        except ValueError:  # not in the main thread
            return {}

    def _tensorboard(self) -> Any:
        if not self.config.run.tensorboard or not self.processes.first:
            return None
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            return None
        return SummaryWriter(str(self.folder / "tensorboard"))
