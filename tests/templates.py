"""Templates that are compiled once for all applications of a process."""

from __future__ import annotations

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class CompiledOnce(BytecodeCache):
    """Templates compiled by any application of this process, by name and source."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template has been compiled before."""
        if code := self._code.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self._code[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


def compile_once() -> None:
    """Let applications share what they compile: most of a first page's time."""
    kept = {"bytecode_cache": CompiledOnce()}
    Flask.jinja_options = {**Flask.jinja_options, **kept}
