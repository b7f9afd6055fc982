"""Whether the parts of a day agree: places that exist, shifts that can be worked, promises."""

from collections.abc import Sequence

from nuanban.planner.day import Crew, Key, Place, Visit
from nuanban.planner.fields import clock
from nuanban.planner.numbers import can_rest


def sense(places: Sequence[Place], crews: Sequence[Crew], visits: Sequence[Visit]) -> list[str]:
    """A sentence for each thing that does not agree."""
    known = {place.id for place in places}
    names = {crew.id for crew in crews}
    faults = []
    for crew in crews:
        faults += [f"班组 {crew.id}：{words}。" for words in _crew(crew, known)]
    for visit in visits:
        faults += [f"上门 {visit.id}：{words}。" for words in _visit(visit, known, names)]
    return faults


def _crew(crew: Crew, known: set[Key]) -> list[str]:
    faults = []
    for name, place in (("start", crew.start), ("end", crew.end)):
        if place not in known and place != "":
            faults.append(f"{name} 的地点 {place} 不在 places 里。请补上这个地点，或改正编号")
    begins, ends = crew.shift
    for i, rest in enumerate(crew.breaks, 1):
        first, last = max(rest.window[0], begins), min(rest.window[1], ends - rest.seconds)
        if first > last:
            faults.append(
                f"第 {i} 次休息（{clock(rest.window[0])} 到 {clock(rest.window[1])}，"
                f"{rest.seconds // 60} 分钟）放不进班次 {clock(begins)} 到 {clock(ends)}。"
                "请改休息或班次"
            )
    if not faults and not can_rest(crew):
        faults.append("几次休息叠在一起，一个班次里休不完。请错开")
    return faults


def _visit(visit: Visit, known: set[Key], crews: set[Key]) -> list[str]:
    faults = []
    if visit.place not in known and visit.place != "":
        faults.append(f"地点 {visit.place} 不在 places 里。请补上这个地点，或改正 place")
    promise = visit.promised
    if promise is None:
        return faults
    if promise.crew is not None and promise.crew not in crews:
        faults.append(f"承诺的班组 {promise.crew} 不在 crews 里。请改正，或另约")
    begins, ends = promise.window
    if visit.windows and not any(a <= ends and begins <= z for a, z in visit.windows):
        faults.append(
            f"承诺的时间（{clock(begins)} 到 {clock(ends)}）不在可以上门的时间里。"
            "请改 windows，或打电话另约"
        )
    return faults
