"""What a model bundle is and how it runs: files, installed bundles, tokenizer, devices, engine, beam search.

Gives: `bundle.Bundle`, `store.ModelStore`, `tokenizer.Tokenizer`, `engine.Engine`, `fallback.ResilientEngine`,
`search.search`, `devices.choose_device`.
May import `app.text` (languages) and `app.native`; may be used by every room that translates or measures.
"""
