"""Which district a written place is in: the sixteen of the city, elsewhere, or not said. Pure."""

from __future__ import annotations

from functools import lru_cache

CITY = (
    *(
        "东城",
        "西城",
        "朝阳",
        "丰台",
        "石景山",
        "海淀",
        "门头沟",
        "房山",
        "通州",
        "顺义",
        "昌平",
        "大兴",
        "怀柔",
        "平谷",
    ),
    *("密云", "延庆"),
)
DEVELOPMENT = ("经济技术开发区", "经开区", "亦庄")
PROVINCES = (
    *(
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
    ),
    *("河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海"),
    *("宁夏", "新疆", "香港", "澳门", "台湾"),
)
UNSAID, ELSEWHERE, OTHER = "未写明", "外省市", "其他写法"


@lru_cache(maxsize=4096)
def district_of(place: str) -> str:
    """``北京市朝阳区`` → ``朝阳区``. Another province is told first: 辽宁省朝阳市 is not 朝阳区."""
    written = "".join(place.split())
    if not written:
        return UNSAID
    if any(name in written for name in PROVINCES) and "北京" not in written:
        return ELSEWHERE
    if any(name in written for name in DEVELOPMENT):
        return "北京经济技术开发区"
    for name in CITY:
        if f"{name}区" in written or written in (name, f"北京{name}", f"北京市{name}"):
            return f"{name}区"
    return OTHER
