"""Every leaf of every small tree is proved by its path, and nothing else is."""

from __future__ import annotations

import pytest

from portal.common.merkle import leaf_digest, path_of, root_by_path, root_of


@pytest.mark.parametrize("count", range(1, 34))
def test_each_leaf_is_under_the_root_by_its_own_path_and_place_alone(count: int) -> None:
    leaves = [leaf_digest(str(number).encode()) for number in range(count)]
    root = root_of(leaves)
    for place, leaf in enumerate(leaves):
        path = path_of(leaves, place)
        assert root_by_path(leaf, place, count, path) == root
        assert root_by_path(leaf_digest(b"another"), place, count, path) != root
        assert root_by_path(leaf, place, count, [*path, leaf]) is None
        if path:
            assert root_by_path(leaf, place, count, path[:-1]) is None
    assert root_by_path(leaves[0], count, count, []) is None


def test_a_tree_of_nothing_has_the_digest_of_nothing() -> None:
    assert root_of([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_roots_of_the_reference_are_ours() -> None:
    """The test leaves of RFC 6962's reference implementation."""
    leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    leaves.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
    digests = [leaf_digest(leaf) for leaf in leaves]
    assert root_of(digests) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root_of(digests[:3]) == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
