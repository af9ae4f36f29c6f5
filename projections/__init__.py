"""Read models on two time axes, rebuilt from the journal at any time.

Keep this file free of imports: ``geo`` imports ``projections.rows``, and must
not pull the event store in with it.
"""
