"""Names: invented places, roads and projects; never a person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from web.samples.demo.ground.curves import Rng
from web.samples.demo.ground.ground import Way

TOWN_NAMES = {
    "柳岸": ("LA", "Liu'an"),
    "河湾": ("HW", "Hewan"),
    "古渡": ("GD", "Gudu"),
    "槐荫": ("HY", "Huaiyin"),
    "东桥": ("DQ", "Dongqiao"),
    "泉口": ("QK", "Quankou"),
    "枣林": ("ZL", "Zaolin"),
    "云坡": ("YP", "Yunpo"),
    "双塘": ("ST", "Shuangtang"),
    "北沟": ("BG", "Beigou"),
    "竹溪": ("ZX", "Zhuxi"),
    "石埠": ("SB", "Shibu"),
}
"""Code and English of each town; 街道 or 镇 is added."""

SIDES = {
    "东": "Dong",
    "西": "Xi",
    "南": "Nan",
    "北": "Bei",
    "前": "Qian",
    "后": "Hou",
    "上": "Shang",
    "下": "Xia",
    "中": "Zhong",
    "大": "Da",
    "小": "Xiao",
    "新": "Xin",
    "老": "Lao",
}
PLACES = {
    "湾": "wan",
    "渡": "du",
    "桥": "qiao",
    "井": "jing",
    "坡": "po",
    "园": "yuan",
    "岗": "gang",
    "洼": "wa",
    "台": "tai",
    "塘": "tang",
    "沟": "gou",
    "营": "ying",
    "屯": "tun",
    "集": "ji",
    "寨": "zhai",
    "庄": "zhuang",
}
WORDS = [
    "人民",
    "解放",
    "朝阳",
    "金源",
    "北园",
    "清泉",
    "长虹",
    "和顺",
    "育才",
    "通达",
    "银杏",
    "玉兰",
    "兴业",
    "学府",
    "春华",
    "秋实",
    "丰收",
    "望山",
    "临水",
    "文化",
    "体育",
    "科技",
    "创新",
    "光明",
    "胜利",
    "友谊",
    "团结",
    "幸福",
    "康宁",
    "永安",
    "东升",
    "西苑",
    "麦香",
    "稻香",
    "荷塘",
    "松涛",
    "海棠",
    "丁香",
    "紫薇",
    "梧桐",
]
RIVER = "青沂河"
STREAM = "柳溪"
LAKE = "镜湖"
RAILWAY = "青沂铁路"
NAMED = {
    "ring": ("环城路", "Ring Road"),
    "nse0": ("滨河东路", "Riverside Road East"),
    "nsw0": ("滨河西路", "Riverside Road West"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Chinese, with an English rendering and a short code."""

    chinese: str
    english: str
    code: str


def town_names(rng: Rng, urban: list[bool]) -> list[Name]:
    """Name the towns: 街道 in the middle, 镇 around it."""
    names = [list(TOWN_NAMES)[n] for n in rng.permutation(len(TOWN_NAMES))]
    kinds = [("街道", "Subdistrict") if each else ("镇", "Town") for each in urban]
    return [
        Name(name + zh, f"{TOWN_NAMES[name][1]} {en}", TOWN_NAMES[name][0])
        for name, (zh, en) in zip(names, kinds, strict=False)
    ]


def zone_names(rng: Rng, town_of_zone: list[int]) -> list[Name]:
    """Name the zones, and number them within their towns."""
    places = _places(rng)
    used: dict[int, int] = {}
    names = []
    for town in town_of_zone:
        used[town] = used.get(town, 0) + 1
        chinese, english = next(places)
        names.append(Name(f"{chinese}片区", f"{english} zone", f"{used[town]:02d}"))
    return names


def _places(rng: Rng) -> Iterator[tuple[str, str]]:
    pairs = list(product(SIDES.items(), PLACES.items()))
    for n in rng.permutation(len(pairs)):
        (side, side_en), (place, place_en) = pairs[n]
        yield side + place, side_en + place_en


def road_names(rng: Rng, ways: list[Way]) -> Mapping[str, tuple[str, str]]:
    """Name the roads that have a number: 路, in the country 县道."""
    words = iter([WORDS[n] for n in rng.permutation(len(WORDS))] * 3)
    names: dict[str, tuple[str, str]] = {}
    for road in dict.fromkeys(way.road for way in ways if way.road):
        if road.startswith("county-"):
            number = f"X{101 + sum(key.startswith('county-') for key in names)}"
            names[road] = (f"县道{number}", f"County Road {number}")
        else:
            suffix = "大道" if road.startswith("ew") and road.endswith("4") else "路"
            names[road] = NAMED.get(road) or (next(words) + suffix, "")
    return names
