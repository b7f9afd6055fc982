"""What is known of somebody who is not on a department's whole list, and statuses as facts."""

from datetime import date
from typing import Any

from nuanban.eligibility.enums import Department
from nuanban.residents.enums import StatusKind

# "Never" as a day: so long ago that nothing follows from it today.
LONG_AGO = date(1900, 1, 1)

NOT_LISTED: dict[Department, dict[str, Any]] = {
    Department.CIVIL_AFFAIRS: {"aid_kind": "none", "orphan_support": False, "ability_level": 0},
    Department.DISABILITY_FEDERATION: {"has_disability_certificate": False},
    Department.SOCIAL_INSURANCE: {
        "pension_kind": "none",
        "pension_receiving": False,
        "pension_contribution_years": 0,
        "work_injury_care": False,
    },
    Department.UTILITIES: {
        "electricity_account": False,
        "water_account": False,
        "gas_account": False,
    },
    Department.POLICE: {"licence_class": "none", "children_under_3": 0},
    Department.VETERANS_AFFAIRS: {
        "veteran_kind": "none",
        "has_veteran_card": False,
        "enlisted_on": LONG_AGO,
    },
}

# Status → facts that follow from it alone. Disability brings its category, level and end besides.
FROM_STATUS: dict[StatusKind, dict[str, Any]] = {
    StatusKind.DIBAO: {"aid_kind": "dibao"},
    StatusKind.TEKUN: {"aid_kind": "tekun"},
    StatusKind.MARGINAL: {"aid_kind": "marginal"},
    StatusKind.RIGID: {"aid_kind": "rigid"},
    StatusKind.ORPHAN: {"aid_kind": "orphan"},
    StatusKind.VETERAN: {"veteran_kind": "veteran"},
    StatusKind.MARTYR_FAMILY: {"veteran_kind": "martyr_family"},
}
