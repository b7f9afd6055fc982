"""Every door of the city: who may open it. A page that is missing here fails the tests."""

from dataclasses import dataclass

from nuanban.accounts.enums import HALL_STAFF, SERVING_STAFF, STAFF, DeviceKind, Role

ANYBODY = "anybody"
R = Role
_CALLERS = {R.WINDOW_CLERK, R.SPECIALIST, R.LEAD_OFFICER, R.SUPERVISOR}
_FINDERS = {*HALL_STAFF, *SERVING_STAFF, R.HOTLINE_AGENT, R.DEPARTMENT_OFFICER}
_WRITERS = {*SERVING_STAFF, R.HOTLINE_AGENT, R.GUIDE}
_SEE_CASES = {*SERVING_STAFF, R.DEPARTMENT_OFFICER, R.HOTLINE_AGENT}
_FILL = set(SERVING_STAFF)
_SEE_RUNS = {R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, R.SUPERVISOR, R.AUDIT_ADMIN}
_SEE_FEEDS = {R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, R.SUPERVISOR}
_SEE_TEAM = {R.SUPERVISOR, R.LEAD_OFFICER, R.HOTLINE_AGENT}
_ASKERS = {
    *(R.HOTLINE_AGENT, R.GUIDE, R.SPECIALIST, R.STATION_HELPER),
    *(R.LEAD_OFFICER, R.SUPERVISOR),
}
# Somebody of the crew as well, when they are in it (nuanban/visits/tests).
_GOERS = {R.SPECIALIST, R.STATION_HELPER}
_OUT = {R.SPECIALIST, R.STATION_HELPER, R.VISITING_STAFF, R.VOLUNTEER}
_VISITORS = {*_ASKERS, R.VISITING_STAFF, R.VOLUNTEER}
_KNOCKERS = {R.STATION_HELPER, R.SUPERVISOR, R.LEAD_OFFICER, R.HOTLINE_AGENT}
_EDITORS = {R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, R.SUPERVISOR}


@dataclass(frozen=True)
class Door:
    """Who may open a page, and with which methods."""

    who: frozenset[Role] | str
    methods: str = "GET"
    devices: frozenset[DeviceKind] = frozenset()


def staff(*roles: Role, methods: str = "GET") -> Door:
    """For these roles."""
    return Door(frozenset(roles), methods)


def anybody(methods: str = "GET") -> Door:
    """For the whole city."""
    return Door(ANYBODY, methods)


def machines(*kinds: DeviceKind, methods: str = "GET") -> Door:
    """For paired machines only."""
    return Door(frozenset(), methods, frozenset(kinds))


D = DeviceKind
DOORS: dict[str, Door] = {
    "healthz": anybody(),
    "readyz": anybody(),
    "metrics": anybody(),
    "ui:care": anybody("POST"),
    "ui:language": anybody("POST"),
    "ui:gallery": staff(*STAFF),
    "portal:home": anybody(),
    "catalogue:items": anybody(),
    "catalogue:item": anybody(),
    "catalogue:item_print": anybody(),
    "catalogue:bundle": anybody(),
    "catalogue:bundle_print": anybody(),
    "catalogue:drafts": staff(*_EDITORS),
    "catalogue:preview": staff(*_EDITORS),
    "catalogue:recall": staff(R.SUPERVISOR, methods="POST"),
    "catalogue:guide": staff(*_EDITORS),
    "catalogue:start": staff(R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, methods="POST"),
    "catalogue:save_texts": staff(R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, methods="POST"),
    "catalogue:save_papers": staff(R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, methods="POST"),
    "catalogue:publish": staff(R.SUPERVISOR, methods="POST"),
    "catalogue:discard": staff(R.DEPARTMENT_OFFICER, R.LEAD_OFFICER, methods="POST"),
    "papers:check_start": anybody(),
    "papers:check": anybody(),
    "ratings:ticket": anybody("GET POST"),
    "ratings:device": machines(D.WINDOW, methods="GET POST"),
    "ratings:spoken": staff(*HALL_STAFF, methods="POST"),
    "ratings:call_backs": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "ratings:call_back": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="GET POST"),
    "reports:public": anybody(),
    "reports:figures": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "reports:rows": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "reports:download": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "reports:import": staff(R.SUPERVISOR, methods="GET POST"),
    "accounts:sign_in": anybody("GET POST"),
    "accounts:pair": anybody("GET POST"),
    "accounts:second": staff(*Role, methods="GET POST"),
    "accounts:lock": staff(*Role, methods="GET POST"),
    "accounts:unlock": staff(*Role, methods="POST"),
    "accounts:sign_out": staff(*Role, methods="POST"),
    "accounts:me": staff(*STAFF, methods="GET POST"),
    "accounts:change_password": staff(*STAFF, methods="POST"),
    "accounts:confirm_totp": staff(*STAFF, methods="POST"),
    "accounts:code_card": staff(*STAFF, methods="POST"),
    "accounts:users": staff(R.SYSTEM_ADMIN, methods="GET POST"),
    "accounts:user": staff(R.SYSTEM_ADMIN, methods="GET POST"),
    "accounts:devices": staff(R.SECURITY_ADMIN, R.SUPERVISOR, methods="GET POST"),
    "accounts:revoke": staff(R.SECURITY_ADMIN, R.SUPERVISOR, methods="POST"),
    "residents:find": staff(*_FINDERS),
    "residents:register": staff(*_WRITERS, methods="GET POST"),
    "residents:person": staff(*_FINDERS),
    "residents:reveal": staff(*_FILL, R.DEPARTMENT_OFFICER, methods="POST"),
    "residents:set_needs": staff(*_WRITERS, methods="POST"),
    "residents:set_preferences": staff(*_WRITERS, methods="POST"),
    "residents:add_status": staff(*_WRITERS, methods="POST"),
    "residents:withdraw_status": staff(*_WRITERS, methods="POST"),
    "residents:add_relative": staff(*_WRITERS, methods="POST"),
    "residents:add_identity": staff(*_WRITERS, methods="POST"),
    "residents:set_contact": staff(*_WRITERS, methods="POST"),
    "residents:open_household": staff(*_FILL, methods="POST"),
    "residents:join_household": staff(*_FILL, methods="POST"),
    "residents:leave_household": staff(*_FILL, methods="POST"),
    "residents:set_head": staff(*_FILL, methods="POST"),
    "residents:merge": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="GET POST"),
    "residents:undo_merge": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "team:list": staff(*_SEE_TEAM),
    "team:new": staff(R.SUPERVISOR, methods="GET POST"),
    "team:kit": staff(*_SEE_TEAM),
    "team:vehicle": staff(R.SUPERVISOR, methods="POST"),
    "team:device": staff(R.SUPERVISOR, methods="POST"),
    "team:member": staff(*_SEE_TEAM),
    "team:change": staff(R.SUPERVISOR, methods="POST"),
    "team:leave": staff(R.SUPERVISOR, methods="POST"),
    "team:skill": staff(R.SUPERVISOR, methods="POST"),
    "team:drop_skill": staff(R.SUPERVISOR, methods="POST"),
    "team:shifts": staff(R.SUPERVISOR, methods="POST"),
    "team:drop_shift": staff(R.SUPERVISOR, methods="POST"),
    "team:absence": staff(R.SUPERVISOR, methods="POST"),
    "team:drop_absence": staff(R.SUPERVISOR, methods="POST"),
    "visits:list": staff(*_VISITORS),
    "visits:new": staff(*_ASKERS, methods="GET POST"),
    "visits:crews": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "visits:new_crew": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "visits:stop_crew": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "visits:route_sheet": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "visits:board": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "visits:board_try": staff(R.SUPERVISOR, R.LEAD_OFFICER),
    "visits:board_move": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "visits:board_undo": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "visits:visit": staff(*_ASKERS),
    "visits:hold": staff(*_ASKERS, methods="POST"),
    "visits:send": staff(*_ASKERS, methods="POST"),
    "visits:confirm": staff(*_ASKERS, methods="POST"),
    "visits:cancel": staff(*_ASKERS, methods="POST"),
    "visits:set_out": staff(*_GOERS, methods="POST"),
    "visits:arrive": staff(*_GOERS, methods="POST"),
    "visits:nobody": staff(*_GOERS, methods="POST"),
    "visits:finish": staff(*_GOERS, methods="POST"),
    "visits:settle": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "visits:round": staff(*_OUT),
    "visits:round_worker": staff(*_OUT),
    "visits:round_day": staff(*_OUT),
    "visits:round_sync": staff(*_OUT, methods="POST"),
    "visits:round_photo": staff(*_OUT, methods="POST"),
    "visits:door": anybody(),
    "knocks:list": staff(*_KNOCKERS),
    "knocks:gather": staff(R.SUPERVISOR, R.LEAD_OFFICER, methods="POST"),
    "knocks:sheet": staff(*_KNOCKERS),
    "knocks:corrections": staff(R.DEPARTMENT_OFFICER),
    "knocks:answer": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "knocks:knock": staff(*_KNOCKERS),
    "knocks:take": staff(*_KNOCKERS, methods="POST"),
    "knocks:give_back": staff(*_KNOCKERS, methods="POST"),
    "knocks:note": staff(*_KNOCKERS, methods="POST"),
    "knocks:ask_visit": staff(*_KNOCKERS, methods="GET POST"),
    "cases:list": staff(*_SEE_CASES),
    "cases:case": staff(*_SEE_CASES, methods="GET POST"),
    "cases:presence": staff(*_SEE_CASES),
    "cases:missing_list": staff(*_SEE_CASES),
    "cases:show_upload": staff(*_SEE_CASES),
    "cases:result": staff(*_SEE_CASES),
    "zone:kiosk": machines(D.KIOSK, methods="GET POST"),
    "zone:ask_help": machines(D.KIOSK, methods="POST"),
    "zone:lease": machines(D.KIOSK, methods="POST"),
    "zone:sync": machines(D.KIOSK, methods="POST"),
    "zone:worker": machines(D.KIOSK),
    "zone:board": machines(D.BOARD, D.KIOSK),
    "zone:board_now": machines(D.BOARD, D.KIOSK),
    "zone:board_stream": machines(D.BOARD, D.KIOSK),
    "zone:windows": staff(*_CALLERS),
    "zone:window": staff(*_CALLERS),
    "zone:move": staff(*_CALLERS, methods="POST"),
    "zone:open_case": staff(*_CALLERS, methods="POST"),
    "zone:attach": staff(*_CALLERS, methods="GET POST"),
    "zone:hand_over": staff(*HALL_STAFF, methods="POST"),
    "zone:take_over": staff(R.SPECIALIST, methods="POST"),
    "zone:guide": staff(*HALL_STAFF),
    "zone:check_in_for": staff(*HALL_STAFF, methods="POST"),
    "zone:register_entry": staff(*HALL_STAFF, methods="POST"),
    "zone:serve_directly": staff(*HALL_STAFF, methods="POST"),
    "zone:close_day": staff(R.SUPERVISOR, methods="POST"),
    "zone:move_help": staff(*HALL_STAFF, methods="POST"),
    "feeds:list": staff(*_SEE_FEEDS),
    "feeds:upload": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="GET POST"),
    "feeds:template": staff(*_SEE_FEEDS),
    "feeds:delivery": staff(*_SEE_FEEDS),
    "feeds:progress": staff(*_SEE_FEEDS),
    "feeds:start": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="POST"),
    "feeds:release": staff(R.LEAD_OFFICER, methods="POST"),
    "feeds:set_aside": staff(*_SEE_FEEDS, methods="POST"),
    "feeds:rerun": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="POST"),
    "feeds:export_rows": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="POST"),
    "feeds:reveal": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="POST"),
    "feeds:row": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="GET POST"),
    "feeds:register": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="POST"),
    "feeds:drop": staff(R.DEPARTMENT_OFFICER, R.SUPERVISOR, methods="POST"),
    "notices:list": staff(R.HOTLINE_AGENT, R.SUPERVISOR, R.SYSTEM_ADMIN),
    "notices:notice": staff(R.HOTLINE_AGENT, R.SUPERVISOR, R.SYSTEM_ADMIN),
    "notices:release": staff(R.SYSTEM_ADMIN, methods="POST"),
    "notices:retry_all": staff(R.SUPERVISOR, R.SYSTEM_ADMIN, methods="POST"),
    "notices:retry": staff(R.SUPERVISOR, R.SYSTEM_ADMIN, methods="POST"),
    "notices:cancel": staff(R.SUPERVISOR, R.SYSTEM_ADMIN, methods="POST"),
    "notices:inbound": staff(R.HOTLINE_AGENT, R.SUPERVISOR),
    "notices:demo_box": staff(R.HOTLINE_AGENT, R.SUPERVISOR),
    "notices:calls": staff(R.HOTLINE_AGENT, R.SUPERVISOR),
    "notices:call": staff(R.HOTLINE_AGENT, R.SUPERVISOR, methods="GET POST"),
    "notices:take": staff(R.HOTLINE_AGENT, R.SUPERVISOR, methods="POST"),
    "notices:letters": staff(R.HOTLINE_AGENT, R.SUPERVISOR),
    "notices:print_letter": staff(R.HOTLINE_AGENT, R.SUPERVISOR, methods="POST"),
    "notices:letter_pdf": staff(R.HOTLINE_AGENT, R.SUPERVISOR),
    "notices:braille": staff(R.HOTLINE_AGENT, R.SUPERVISOR),
    "notices:posted": staff(R.HOTLINE_AGENT, R.SUPERVISOR, methods="POST"),
    "eligibility:policies": staff(*_SEE_RUNS),
    "eligibility:places": staff(*STAFF),
    "eligibility:policy": staff(*_SEE_RUNS),
    "eligibility:try_policy": staff(*_SEE_RUNS),
    "eligibility:write": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "eligibility:copy": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "eligibility:version": staff(*_SEE_RUNS),
    "eligibility:try_version": staff(*_SEE_RUNS),
    "eligibility:difference": staff(*_SEE_RUNS),
    "eligibility:ask_difference": staff(*_SEE_RUNS, methods="POST"),
    "eligibility:save": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "eligibility:keep": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "eligibility:check": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "eligibility:edit": staff(R.DEPARTMENT_OFFICER, methods="POST"),
    "eligibility:move": staff(*_SEE_RUNS, methods="POST"),
    "proactive:told": anybody("GET POST"),
    "proactive:mine": anybody("GET POST"),
    "proactive:postings": anybody(),
    "proactive:posting": anybody(),
    "proactive:partners": staff(R.DEPARTMENT_OFFICER, methods="GET POST"),
    "proactive:partner_list": staff(R.DEPARTMENT_OFFICER, methods="GET POST"),
    "proactive:partner_file": staff(R.DEPARTMENT_OFFICER),
    "proactive:runs": staff(*_SEE_RUNS, methods="GET POST"),
    "proactive:run": staff(*_SEE_RUNS),
    "proactive:progress": staff(*_SEE_RUNS),
    "proactive:people": staff(*_SEE_RUNS),
    "proactive:move_run": staff(*_SEE_RUNS, methods="POST"),
    "proactive:person": staff(*_SEE_CASES),
    "proactive:entitlement": staff(*_SEE_CASES, methods="GET POST"),
    "proactive:certificate": staff(*_SEE_CASES, methods="POST"),
    "proactive:overpayments": staff(*_SEE_RUNS),
    "proactive:overpayment": staff(*_SEE_RUNS, *_SEE_CASES, methods="GET POST"),
    "proactive:tasks": staff(*_SEE_CASES),
    "proactive:task": staff(*_SEE_CASES, methods="GET POST"),
    "desk:home": staff(*STAFF),
    "desk:search": staff(*_FINDERS),
    "offices:places": staff(R.SUPERVISOR, R.SYSTEM_ADMIN, methods="GET POST"),
    "offices:place": staff(R.SUPERVISOR, R.SYSTEM_ADMIN, methods="GET POST"),
    "journal:entries": staff(R.AUDIT_ADMIN),
}
