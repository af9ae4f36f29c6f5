"""Kinds of projects: what they are called, what land they take, how they run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of project; money is yuan."""

    name: str
    english: str
    weight: int
    """How many of sixty."""
    uses: tuple[str, ...]
    """Land it takes, the wanted kind first."""
    plots: tuple[int, int]
    """Fewest and most plots of its site, in the small district."""
    yuan_m2: float
    """Planned investment by area of the site."""
    months: int
    """How long building takes once the land is there."""
    largest_m2: float = 200_000.0
    """No site of the kind is much larger."""


KINDS = (
    Kind(
        name="道路拓宽",
        english="road widening",
        weight=4,
        uses=("corridor",),
        plots=(24, 60),
        yuan_m2=1_500,
        months=12,
    ),
    Kind(
        name="生态廊道",
        english="ecological corridor",
        weight=3,
        uses=("riverbank",),
        plots=(8, 60),
        yuan_m2=900,
        months=14,
    ),
    Kind(
        name="旧城更新",
        english="old-town renewal",
        weight=11,
        uses=("yard",),
        plots=(55, 120),
        yuan_m2=5_200,
        months=26,
    ),
    Kind(
        name="城中村改造",
        english="urban-village renewal",
        weight=10,
        uses=("home",),
        plots=(38, 85),
        yuan_m2=4_600,
        months=24,
    ),
    Kind(
        name="智能装备产业园",
        english="smart equipment park",
        weight=4,
        uses=("field", "dry", "works"),
        plots=(14, 34),
        yuan_m2=2_600,
        months=18,
    ),
    Kind(
        name="新材料产业园",
        english="new materials park",
        weight=3,
        uses=("field", "dry", "works"),
        plots=(12, 28),
        yuan_m2=2_900,
        months=18,
    ),
    Kind(
        name="食品加工园",
        english="food-processing park",
        weight=3,
        uses=("field", "orchard", "dry"),
        plots=(10, 20),
        yuan_m2=2_100,
        months=15,
    ),
    Kind(
        name="国家物流枢纽作业区",
        english="logistics hub",
        weight=3,
        uses=("field", "dry", "store"),
        plots=(14, 30),
        yuan_m2=1_700,
        months=16,
    ),
    Kind(
        name="安置房",
        english="resettlement housing",
        weight=6,
        uses=("home", "field", "dry"),
        plots=(12, 40),
        yuan_m2=4_200,
        months=22,
        largest_m2=80_000.0,
    ),
    Kind(
        name="实验学校",
        english="experimental school",
        weight=6,
        uses=("yard", "home", "field"),
        plots=(14, 42),
        yuan_m2=3_400,
        months=15,
        largest_m2=38_000.0,
    ),
    Kind(
        name="人民医院分院",
        english="hospital branch",
        weight=2,
        uses=("yard", "flats", "field"),
        plots=(14, 40),
        yuan_m2=6_800,
        months=24,
        largest_m2=75_000.0,
    ),
    Kind(
        name="养老服务中心",
        english="elderly-care centre",
        weight=2,
        uses=("home", "yard", "field"),
        plots=(8, 24),
        yuan_m2=3_600,
        months=14,
        largest_m2=24_000.0,
    ),
    Kind(
        name="污水处理厂扩建",
        english="sewage works extension",
        weight=2,
        uses=("field", "dry", "wood"),
        plots=(5, 10),
        yuan_m2=3_900,
        months=16,
    ),
    Kind(
        name="变电站",
        english="substation",
        weight=1,
        uses=("field", "dry"),
        plots=(2, 5),
        yuan_m2=5_500,
        months=10,
        largest_m2=20_000.0,
    ),
)
"""In the order in which they choose their land."""
