"""Which bundles a direction needs, and their engines, kept open: one step, or two by way of English."""

from __future__ import annotations

import threading
from dataclasses import replace

from app.errors import PlgtError
from app.model.bundle import Bundle, BundleError
from app.model.devices import DeviceReport
from app.model.engine import Engine
from app.model.fallback import ResilientEngine
from app.model.store import ModelStore
from app.model.tokenizer import Tokenizer
from app.text.languages import Direction
from app.translation.confidence import Calibration
from app.translation.sentences import SentenceTranslator

PIVOT = "en"
Identity = tuple[str, str]  # path and fingerprint of a bundle
Step = tuple[str, str, Bundle]  # source, target, the bundle between them


class Engines:
    """Opens what is needed, once. Thread-safe.

    device: auto, cpu or cuda. threads: of one engine, 0 = all cores.
    """

    def __init__(self, store: ModelStore, device: str, threads: int) -> None:
        self.store, self.device, self.threads = store, device, threads
        self._lock = threading.RLock()
        self.open: dict[Identity, ResilientEngine] = {}
        self._tokenizers: dict[Identity, Tokenizer] = {}
        self._hops: dict[tuple[Identity, str, str], SentenceTranslator] = {}

    def close(self) -> None:
        """Free everything; what is asked for later is loaded anew."""
        with self._lock:
            self.open.clear()
            self._hops.clear()
            self._tokenizers.clear()

    def route(self, source: str, target: str) -> list[Step]:
        """One step, or two by way of English; PlgtError if no bundle helps."""
        try:
            return [(source, target, self.store.for_direction(source, target))]
        except PlgtError:
            if PIVOT in (source, target):
                raise
            try:
                first = self.store.for_direction(source, PIVOT)
                return [(source, PIVOT, first), (PIVOT, target, self.store.for_direction(PIVOT, target))]
            except PlgtError:
                pass
            raise

    def directions(self) -> list[Direction]:
        """Every direction that there is a route for, sorted."""
        direct = {(d.source, d.target) for bundle in self.store.bundles() for d in bundle.directions}
        pivots = {(s, t) for s, p in direct for q, t in direct if p == q == PIVOT and s != t}
        return sorted(Direction(*pair) for pair in direct | pivots)

    def hops(self, source: str, target: str) -> list[SentenceTranslator]:
        """The sentence translators of a route.

        A bundle that turns out to be damaged is set aside for the next one of its direction; its error is raised
        where there is no other.
        """
        while True:
            hops = []
            for step in self.route(source, target):
                try:
                    hops.append(self._hop(*step))
                except BundleError as error:
                    if not self.store.set_aside(step[2], error):
                        raise
                    try:
                        self.route(source, target)
                    except PlgtError:
                        raise error from None
                    break
            else:
                return hops

    def _hop(self, source: str, target: str, bundle: Bundle) -> SentenceTranslator:
        """The sentence translator of one direction; a bundle's directions share its engine."""
        path, identity = str(bundle.path), identity_of(bundle)
        with self._lock:
            for other in [key for key in self.open if key[0] == path and key != identity]:
                self._forget(other)  # the file was replaced
            hop = self._hops.get((identity, source, target))
            if hop is None:
                if identity not in self.open:
                    self.open[identity] = ResilientEngine(
                        self._engine(bundle, self.device),
                        lambda reason: _with_reason(self._engine(bundle, "cpu"), reason),
                    )
                hop = SentenceTranslator(
                    self.open[identity],
                    self._tokenizers.setdefault(identity, Tokenizer(bundle)),
                    Direction(source, target),
                    Calibration.from_manifest(bundle.manifest),
                    bundle.max_length,
                )
                self._hops[(identity, source, target)] = hop
            return hop

    def _engine(self, bundle: Bundle, device: str) -> Engine:
        return Engine(bundle, device=device, threads=self.threads)

    def _forget(self, identity: Identity) -> None:
        self.open.pop(identity, None)
        self._tokenizers.pop(identity, None)
        for key in [key for key in self._hops if key[0] == identity]:
            del self._hops[key]

    def used(self, source: str, target: str) -> tuple[DeviceReport | None, str]:
        """Device report and bundle names of a route; (None, "") where there is none, as when everything came
        from the memory."""
        try:
            route = self.route(source, target)
        except PlgtError:
            return None, ""
        with self._lock:
            engine = self.open.get(identity_of(route[0][2]))
        return engine.device if engine is not None else None, " + ".join(
            dict.fromkeys(bundle.name for _, _, bundle in route)
        )


def identity_of(bundle: Bundle) -> Identity:
    return str(bundle.path), bundle.fingerprint


def _with_reason(engine: Engine, reason: str) -> Engine:
    """An engine whose device report tells why it runs on the CPU."""
    engine.device = replace(engine.device, reason=reason)
    return engine
