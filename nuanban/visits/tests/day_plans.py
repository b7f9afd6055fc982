"""A proposal that somebody asked for, and its pages."""

from nuanban.visits import actions
from nuanban.visits.models import Crew
from tests.cast import Cast

PAGES = ("plan", "plan_progress", "plan_accept", "plan_drop")


def plan_addresses(cast: Cast, crew: Crew) -> dict[str, list[object]]:
    """What the pages of a proposal are called with."""
    plan = actions.ask_plan(day=crew.day, site=cast.site, by=cast.by(), at=cast.at)
    return {f"visits:{page}": [plan.pk] for page in PAGES}
