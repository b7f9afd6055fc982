"""What a visit takes, from what is to be done and what helps the person."""

from collections.abc import Collection, Sequence

from nuanban.residents.enums import Need
from nuanban.team.enums import Skill

MINUTES, EACH_MORE, LEAST_MINUTES, MOST_MINUTES = 40, 20, 5, 240
# What a need asks of those who come.
_OF_NEEDS = {
    Need.SIGN_LANGUAGE: Skill.SIGN_LANGUAGE,
    Need.DIALECT: Skill.DIALECT,
    Need.BEDSIDE: Skill.NURSING,
}


def skills_for(
    items: Collection[str], needs: Collection[Need], more: Collection[Skill] = ()
) -> list[str]:
    """What those who come must be able to do."""
    wanted = {skill.value for skill in more}
    wanted |= {_OF_NEEDS[need].value for need in needs if need in _OF_NEEDS}
    return sorted(wanted | ({Skill.RECEPTION.value} if items else set()))


def seconds_for(items: Sequence[str], minutes: int = 0) -> int:
    """How long it takes; `minutes` 0: as usual."""
    usual = MINUTES + EACH_MORE * max(0, len(items) - 1)
    return min(max(minutes or usual, LEAST_MINUTES), MOST_MINUTES) * 60
