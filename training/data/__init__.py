"""From public corpora to batches: fetching, filters, noise, tokenizer, word links, the store.

Gives: `fetch.prepare`, `corpus.read_pairs`, `tokenizer.Tokenizer`, `batches.Batches`, `alignment.open_alignments`.
May import `training.config`, the special ids of `training.model` and `app.text`; may be used by everything that
trains, evaluates or exports.
"""
