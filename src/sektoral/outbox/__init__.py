"""The outbox: what leaves by itself is queued with its deed, handed over by the worker, and shown until it has left."""
