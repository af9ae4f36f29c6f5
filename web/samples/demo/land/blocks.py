"""Blocks: what stands where, from old-town lanes to field paths, down to the plots."""

from __future__ import annotations

import numpy as np
import shapely

from web.samples.demo.ground.curves import (
    Flags,
    Ints,
    Rng,
    Shapes,
    centres,
    noise,
    ragged,
)
from web.samples.demo.ground.cutting import halved, opened
from web.samples.demo.ground.faces import Faces, macro_blocks
from web.samples.demo.ground.ground import Ground
from web.samples.demo.land.land import Land, blocks_of, joined
from web.samples.demo.land.plots import courtyards, estates, fields, homesteads

TOWN_USES = (
    ("shop", 0.10),
    ("school", 0.145),
    ("clinic", 0.165),
    ("office", 0.205),
    ("park", 0.25),
)
"""Uses of blocks in the town, with the share up to which each reaches."""

PATH_M = 4.0
LEAST_FIELD_M2 = 500.0


def parcelled(rng: Rng, ground: Ground, faces: Faces) -> Land:
    """Divide all dry land into plots."""
    shapes, face = macro_blocks(ground, faces)
    kind = faces.kind[face]
    village, shapes, face = _villages(rng, ground, shapes, face, kind)
    kind = faces.kind[face]
    town = [
        *_old(rng, shapes[kind == "old"], face[kind == "old"]),
        *_new(rng, shapes[kind == "new"], face[kind == "new"]),
        *_works(rng, shapes[kind == "works"], face[kind == "works"]),
        _green(rng, shapes[kind == "green"], face[kind == "green"]),
    ]
    built = [homesteads(rng, village), *(lot.only(lot.use != "field") for lot in town)]
    vacant = [lot.only(lot.use == "field") for lot in town]
    rural = _open_land(rng, shapes[kind == "rural"], face[kind == "rural"])
    rest = ground.size.plots - sum(map(len, built))
    return joined([*built, fields(rng, joined([rural, *vacant]), rest)])


def _villages(
    rng: Rng, ground: Ground, shapes: Shapes, face: Ints, kind: Shapes
) -> tuple[Land, Shapes, Ints]:
    """Carve villages out of the blocks they lie in; return them and the rest."""
    blobs = _blobs(rng, ground)
    soft = np.flatnonzero(np.isin(kind, ("rural", "new", "works")))
    blob, at = shapely.STRtree(shapes[soft]).query(blobs, "intersects")
    at = soft[at]
    patches = shapely.intersection(shapes[at], blobs[blob])
    patches, index = shapely.get_parts(patches, return_index=True)
    large = shapely.area(patches) > 900  # noqa: PLR2004  (m², three homesteads)
    patches, index = patches[large], index[large]
    pieces, patch = halved(
        rng,
        patches,
        target_m2=np.full(len(patches), 3_600.0),
        gaps_m=(5.0, 4.2, 3.6),
        jitter=0.12,
        least_m2=420,
    )
    block = at[index[patch]]
    rest, left = _around(shapes, pieces, block)
    use = np.full(len(pieces), "home", dtype=object)
    return blocks_of(pieces, use, face[block]), rest, face[left]


def _blobs(rng: Rng, ground: Ground) -> Shapes:
    radius = ground.size.village_radius_m * rng.uniform(0.7, 1.25, len(ground.villages))
    return np.array(
        [
            ragged(rng, place, np.array([1.15, 0.9]) * each, roughness=0.2, power=2.6)
            for place, each in zip(ground.villages, radius, strict=True)
        ],
        dtype=object,
    )


def _around(shapes: Shapes, pieces: Shapes, block: Ints) -> tuple[Shapes, Ints]:
    """Leave a path around villages, and what lies behind it as it was."""
    rest = shapes.copy()
    for each in np.unique(block):
        taken = shapely.union_all(
            shapely.buffer(pieces[block == each], PATH_M, join_style="mitre")
        )
        rest[each] = shapely.difference(shapes[each], taken)
    return opened(rest, 2.4, LEAST_FIELD_M2)


def _old(rng: Rng, shapes: Shapes, face: Ints) -> list[Land]:
    """Lay out the old town: courtyards along lanes, and shops at some corners."""
    pieces, parent = halved(
        rng,
        shapes,
        target_m2=np.full(len(shapes), 8_200.0),
        gaps_m=(8.0, 6.5, 5.0),
        jitter=0.1,
        least_m2=380,
    )
    use = np.full(len(pieces), "yard", dtype=object)
    use[rng.random(len(pieces)) < 0.07] = "shop"  # noqa: PLR2004  (a share)
    use[rng.random(len(pieces)) < 0.03] = "school"  # noqa: PLR2004  (a share)
    blocks = blocks_of(pieces, use, face[parent])
    return [
        courtyards(rng, blocks.only(use == "yard")),
        estates(rng, blocks.only(use != "yard")),
    ]


def _new(rng: Rng, shapes: Shapes, face: Ints) -> list[Land]:
    """Lay out the new town: estates, and what a town needs between them."""
    pieces, parent = halved(
        rng,
        shapes,
        target_m2=np.full(len(shapes), 24_000.0),
        gaps_m=(13.0, 10.0, 8.0),
        jitter=0.09,
        least_m2=900,
    )
    x, y = centres(pieces)
    built_up, chance = noise(rng, 1_300)(x, y), rng.random(len(pieces))
    use = np.full(len(pieces), "flats", dtype=object)
    for name, share in reversed(TOWN_USES):
        use[chance < share] = name
    use[(built_up > 0.9) & (chance > 0.35)] = "field"  # noqa: PLR2004
    use[(built_up < -1.25) & (chance > 0.45)] = "works"  # noqa: PLR2004
    return _laid_out(rng, blocks_of(pieces, use, face[parent]))


def _works(rng: Rng, shapes: Shapes, face: Ints) -> list[Land]:
    """Lay out industrial parks: factories, stores, and fields still to be taken."""
    pieces, parent = halved(
        rng,
        shapes,
        target_m2=np.full(len(shapes), 46_000.0),
        gaps_m=(14.0, 11.0),
        jitter=0.08,
        least_m2=1_500,
    )
    x, y = centres(pieces)
    settled = noise(rng, 900)(x, y) + rng.normal(0, 0.5, len(pieces))
    use = np.where(settled > -0.2, "works", "field").astype(object)  # noqa: PLR2004
    use[(settled > 1.0)] = "store"
    return _laid_out(rng, blocks_of(pieces, use, face[parent]))


def _laid_out(rng: Rng, blocks: Land) -> list[Land]:
    vacant: Flags = blocks.use == "field"
    return [estates(rng, blocks.only(~vacant)), blocks.only(vacant)]


def _green(rng: Rng, shapes: Shapes, face: Ints) -> Land:
    """Divide the green along the river into stretches."""
    pieces, parent = halved(
        rng,
        shapes,
        target_m2=np.full(len(shapes), 9_000.0),
        gaps_m=(4.0,),
        least_m2=200,
    )
    use = np.full(len(pieces), "park", dtype=object)
    return estates(rng, blocks_of(pieces, use, face[parent]))


def _open_land(rng: Rng, shapes: Shapes, face: Ints) -> Land:
    """Tell fields, orchards, woods and ponds apart, so that each lies together."""
    x, y = centres(shapes)
    soil = noise(rng, 900)(x, y) + rng.normal(0, 0.3, len(shapes))
    use = np.full(len(shapes), "field", dtype=object)
    use[soil > 1.15] = "orchard"  # noqa: PLR2004
    use[soil < -1.45] = "wood"  # noqa: PLR2004
    return blocks_of(shapes, use, face)
