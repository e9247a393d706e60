"""Questions about content: by a model at an OpenAI-compatible address, or, without one, by the sentences that match best."""
