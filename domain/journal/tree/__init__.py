"""The Merkle tree over a journal's leaves, and proofs of it (RFC 6962)."""
