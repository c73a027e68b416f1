"""From public corpora to batches: fetching, back-translation, filters, noise, tokenizer, links, the store.

Gives: `fetch.prepare`, `corpus.read_pairs`, `tokenizer.Tokenizer`, `batches.Batches`, `alignment.open_alignments`.
May import `training.config`, the special ids of `training.model`, `app.text`, and the translator for
back-translation; may be used by everything that trains, evaluates or exports.
"""
