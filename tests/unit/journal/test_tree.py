"""The tree of leaves: published vectors, RFC 6962's recursion, and forged proofs."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.journal.tree.merkle import Tree
from domain.journal.tree.proofs import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    root_of,
)

INPUTS = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
"""The inputs of Certificate Transparency's own test vectors."""
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCIES = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
MOST = 40


def leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


KNOWN = [leaf(data) for data in INPUTS]
LEAVES = [leaf(b"%d" % number) for number in range(MOST)]


def defined(leaves: list[bytes]) -> bytes:
    """Hash by the recursion of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = defined(leaves[:half]), defined(leaves[half:])
    return sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert root_of(KNOWN[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSIONS)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int) -> None:
    proof = inclusion_proof(KNOWN[:size], index)

    assert [each.hex() for each in proof] == INCLUSIONS[index, size]


@pytest.mark.parametrize(("size", "later"), CONSISTENCIES)
def test_consistency_proofs_are_the_published_ones(size: int, later: int) -> None:
    proof = consistency_proof(KNOWN[:later], size)

    assert [each.hex() for each in proof] == CONSISTENCIES[size, later]


def test_a_tree_grows_to_the_root_that_is_defined_whatever_it_grows_by() -> None:
    for size in range(MOST + 1):
        root = defined(LEAVES[:size])
        for begun in range(size + 1):
            tree = Tree().grown(b"".join(LEAVES[:begun]))

            grown = tree.grown(b"".join(LEAVES[begun:size]))

            assert (grown.size, grown.root, grown.is_whole) == (size, root, True)


def test_every_leaf_of_every_tree_is_proved_and_no_other() -> None:
    for size in range(1, MOST + 1):
        root = defined(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)

            assert is_included(LEAVES[index], index, size, proof, root)
            for forged in (
                (leaf(b"x"), index, size, proof, root),
                (LEAVES[index], index + 1, size, proof, root),
                (LEAVES[index], index - 1, size, proof, root),
                (LEAVES[index], index, size, proof, leaf(b"x")),
                (LEAVES[index], index, size, [*proof, root], root),
                (LEAVES[index], index, size, [root, *proof], root),
                (LEAVES[index], index, size, [*proof, b""], root),
                (LEAVES[index], size, size, proof, root),
                (LEAVES[index], -1, size, proof, root),
                *(
                    (LEAVES[index], index, size, changed, root)
                    for changed in spoilt(proof)
                ),
            ):
                assert not is_included(*forged)


def test_every_growth_is_proved_and_no_other() -> None:
    for later in range(1, MOST + 1):
        later_root = defined(LEAVES[:later])
        for size in range(1, later + 1):
            root = defined(LEAVES[:size])
            proof = consistency_proof(LEAVES[:later], size)

            assert is_consistent(size, root, later, later_root, proof)
            for forged in (
                (size, leaf(b"x"), later, later_root, proof),
                (size, root, later, leaf(b"x"), proof),
                (size, root, later, later_root, [*proof, root]),
                (size, root, later, later_root, [root, *proof]),
                (size, root, later, later_root, [*proof, b""]),
                (later + 1, root, later, later_root, proof),
                (-1, root, later, later_root, proof),
                *(
                    (size, root, later, later_root, changed)
                    for changed in spoilt(proof)
                ),
            ):
                assert not is_consistent(*forged)


def test_no_proof_at_all_shows_growth() -> None:
    for later in range(2, 10):
        for size in range(1, later):
            root, later_root = defined(LEAVES[:size]), defined(LEAVES[:later])

            assert not is_consistent(size, root, later, later_root, [])


def test_a_rewritten_past_has_no_proof() -> None:
    for later in range(2, MOST + 1):
        for size in range(1, later):
            rewritten = [*LEAVES[: size - 1], leaf(b"x"), *LEAVES[size:later]]
            root, later_root = defined(LEAVES[:size]), defined(rewritten)

            proof = consistency_proof(rewritten, size)

            assert not is_consistent(size, root, later, later_root, proof)


def test_nothing_is_the_beginning_of_everything_and_needs_no_proof() -> None:
    nothing, root = defined([]), defined(LEAVES)

    assert consistency_proof(LEAVES, 0) == []
    assert is_consistent(0, nothing, MOST, root, [])
    assert not is_consistent(0, nothing, MOST, root, [root])
    assert not is_consistent(0, root, MOST, root, [])


def test_what_is_not_in_the_tree_cannot_be_proved() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError):
            inclusion_proof(LEAVES[:3], index)
    for size in (-1, 4):
        with pytest.raises(IndexError):
            consistency_proof(LEAVES[:3], size)


def spoilt(proof: list[bytes]) -> list[list[bytes]]:
    """Change, cut and leave out each of a proof's hashes."""
    changed = [
        [*proof[:place], bad, *proof[place + 1 :]]
        for place, each in enumerate(proof)
        for bad in (leaf(b"x"), each[:-1], each + b"\x00", b"")
    ]
    shorter = [proof[:place] + proof[place + 1 :] for place in range(len(proof))]
    return changed + shorter
