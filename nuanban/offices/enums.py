"""Closed lists of the offices."""

from django.db.models import TextChoices


class DivisionLevel(TextChoices):
    """Levels of administrative divisions (GB/T 2260 and the 12-digit statistical code)."""

    CITY = "city", "市"
    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"


class SiteKind(TextChoices):
    """Kinds of places where people are served."""

    HALL = "hall", "政务服务大厅"
    TOWNSHIP_CENTRE = "township_centre", "乡镇（街道）便民服务中心"
    VILLAGE_STATION = "village_station", "村（社区）便民服务站"


class Datum(TextChoices):
    """What the coordinates of a file mean. Kept is WGS-84."""

    WGS84 = "wgs84", "WGS-84 或 CGCS2000（天地图、测绘部门）"
    GCJ02 = "gcj02", "GCJ-02（高德、腾讯地图）"
