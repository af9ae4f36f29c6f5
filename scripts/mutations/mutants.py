"""The small changes that a source file can suffer, each as text put in its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
UNCHANGED_KEYWORDS = frozenset(
    {"frozen", "slots", "gc", "kw_only", "strict", "maxsize"}
)
"""Arguments that no input of ours can tell: immutability and speed (the type checker
and the benchmarks hold them), and ``zip(strict=…)`` over things of one length."""

ORDERLESS = frozenset({"suppress", "max", "min", "compare_digest"})
"""Functions to which the order of their arguments is all the same."""
PACE = re.compile(
    r"\w+_S|(\w+_)?AT_ONCE|STEP|CACHE\w*|CHECKPOINT_PAGES|(FEW|MOST)_STREAMS|"
    r"MOST_IDLE|TEXTS_REMEMBERED"
)
"""Constants that say how long is waited, and how much is kept or done at once: they
change speed and no answer, and benchmarks hold them."""
TYPES = frozenset({"str", "int", "float", "bool", "bytes", "None"})


class Mutant(NamedTuple):
    """A file with one small change: bytes ``start`` to ``end`` become ``after``."""

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str
    kind: str

    def applied(self, source: bytes) -> bytes:
        """Return the source with the change made; no line after it moves."""
        lines = "\n" * (self.before.count("\n") - self.after.count("\n"))
        within = self.after.endswith(")")  # of an expression, line breaks mean nothing
        after = f"{self.after[:-1]}{lines})" if within else self.after + lines
        return source[: self.start] + after.encode() + source[self.end :]

    def __str__(self) -> str:
        """Say where the change is, and which."""
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.path}:{self.line}: {before}  →  {after}"


def mutants(path: str, source: bytes) -> list[Mutant]:
    """List every change of a file, in the order of its text.

    Annotations, docstrings and decorators stay: they are held by the type checker.
    """
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for kind, node, after in _changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        before = source[start:end].decode()
        found.append(Mutant(path, node.lineno, start, end, before, after, kind))
    return sorted(found, key=lambda each: (each.start, each.end, each.after))


def _changes(tree: ast.AST) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    last = set(_going_on_anyway(tree))
    for node in _meant(tree):
        if node in last:
            continue
        for kind, (changed_nodes, changes) in CHANGES.items():
            if isinstance(node, changed_nodes):
                for changed in changes(node):
                    yield kind, node, _text(changed)


def _meant(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Walk over all that is executed and not only declared."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _only_declared(child):
                continue
            if isinstance(child, (ast.expr, ast.stmt)):
                yield child
            yield from _meant(child)


def _only_declared(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg=name):
            return name in UNCHANGED_KEYWORDS
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return PACE.fullmatch(name) is not None or _is_union(value)
        case ast.FunctionDef(body=[ast.Expr(value=ast.Constant())]):
            return True  # of a protocol: whoever keeps it has defaults of its own
        case ast.JoinedStr():
            return True  # words for people
    return False


def _is_union(node: ast.expr) -> bool:
    """Tell a union of types by its looks: names in capitals, or of Python's own."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitOr):
        return False
    parts = ast.unparse(node).split(" | ")
    return all(part in TYPES or part[0].isupper() for part in parts)


def _going_on_anyway(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield the ``continue`` behind which nothing of its loop follows."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.While)):
            yield from _last_of(node.body)


def _last_of(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    match body[-1:]:
        case [ast.Continue() as last]:
            yield last
        case [ast.If(body=one, orelse=other)]:
            yield from _last_of(one)
            yield from _last_of(other)
        case [ast.Try(body=one, handlers=handlers, orelse=other)]:
            for each in (one, *(handler.body for handler in handlers), other):
                yield from _last_of(each)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.stmt):
        return ast.unparse(node)
    return f"({ast.unparse(node)})"


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for place, op in enumerate(node.ops):
        ops = [*node.ops]
        ops[place] = COMPARISONS[type(op)]()
        yield ast.Compare(node.left, ops, node.comparators)


def _joined(node: ast.BoolOp) -> Iterator[ast.AST]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield ast.BoolOp(other, node.values)


def _not_negated(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _calculated(node: ast.BinOp) -> Iterator[ast.AST]:
    if type(node.op) in ARITHMETIC:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)


def _off_by_one(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, (int, float)):
        yield ast.Constant(node.value + 1)


def _returning_none(node: ast.Return) -> Iterator[ast.AST]:
    match node.value:
        case None | ast.Constant(value=None | False):
            return  # False is as false: the type checker tells them apart
        case _:
            yield ast.Return(ast.Constant(None))


def _swapped(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in ORDERLESS:
        return
    for place in range(len(node.args) - 1):
        pair = node.args[place : place + 2]
        if not any(isinstance(each, ast.Starred) for each in pair):
            args = [*node.args]
            args[place : place + 2] = reversed(pair)
            yield ast.Call(node.func, args, node.keywords)


def _removed(
    node: ast.Expr | ast.AugAssign | ast.Raise | ast.Assign,
) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Constant()):
            return  # a docstring
        case ast.Assign(targets=[ast.Name() | ast.Tuple()]):
            return  # a name less is an error of its own
        case _:
            yield ast.Pass()


CHANGES: dict[str, tuple[tuple[type, ...], Callable[..., Iterator[ast.AST]]]] = {
    "comparison": ((ast.Compare,), _compared),
    "and, or": ((ast.BoolOp,), _joined),
    "not": ((ast.UnaryOp,), _not_negated),
    "arithmetic": ((ast.BinOp,), _calculated),
    "constant": ((ast.Constant,), _off_by_one),
    "result": ((ast.Return,), _returning_none),
    "arguments": ((ast.Call,), _swapped),
    "removal": (
        (ast.Expr, ast.AugAssign, ast.Raise, ast.Assign, ast.Delete),
        _removed,
    ),
    "loop": ((ast.Break, ast.Continue), lambda _: iter([ast.Pass()])),
}
