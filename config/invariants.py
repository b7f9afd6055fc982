"""What must hold in every database of the city, checked by SQL over all rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from nuanban.journal import queries as journal
from nuanban.journal.sweeping import stuck_jobs

SEAL_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Found:
    """One invariant and how many rows break it."""

    name: str
    text: str
    broken: int


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


# name, what must hold in words, SQL that counts what breaks it
CHECKS = (
    (
        "ticket_numbers_twice",
        "同一大厅同一天没有重号",
        "SELECT count(*) FROM (SELECT 1 FROM zone_ticket GROUP BY site_id, day, prefix, number "
        "HAVING count(*) > 1) t",
    ),
    (
        "ticket_numbers_gap",
        "号码连续，没有跳号",
        "SELECT count(*) FROM (SELECT 1 FROM zone_ticket WHERE prefix !~ '-$' "
        "GROUP BY site_id, day, prefix HAVING max(number) <> count(*)) t",
    ),
    (
        "ticket_counter_behind",
        "计数器不落后于已发的号",
        "SELECT count(*) FROM (SELECT site_id, day, prefix, max(number) AS most FROM zone_ticket "
        "GROUP BY 1, 2, 3) t LEFT JOIN zone_ticketcounter c USING (site_id, day, prefix) "
        "WHERE c.last IS NULL OR c.last < t.most",
    ),
    (
        "two_people_at_a_window",
        "一个窗口同一时间只接待一位",
        "SELECT count(*) FROM (SELECT 1 FROM zone_ticket WHERE state IN ('called', 'serving') "
        "GROUP BY window_id HAVING count(*) > 1) t",
    ),
    (
        "grant_of_another_person",
        "每笔发放、待遇和决定说的是同一个人同一项政策",
        "SELECT count(*) FROM proactive_grant g JOIN proactive_entitlement e "
        "ON e.id = g.entitlement_id JOIN proactive_decision d ON d.id = g.decision_id "
        "WHERE (g.resident_id, g.policy) <> (e.resident_id, e.policy) "
        "OR (g.resident_id, g.policy) <> (d.resident_id, d.policy)",
    ),
    (
        "grant_without_release",
        "没有经另一人发布的，一笔也没有发",
        "SELECT count(*) FROM proactive_grant g JOIN proactive_decision d ON d.id = g.decision_id "
        "JOIN proactive_run r ON r.id = d.run_id "
        "WHERE r.released_by_id IS NULL OR r.released_by_id = r.prepared_by_id",
    ),
    (
        "grant_counted_once",
        "每笔已发放的都在免申办里记了一人次",
        "SELECT count(*) FROM proactive_grant g LEFT JOIN cases_serving s ON s.origin_id = g.id "
        "AND s.channel = 'proactive' WHERE g.state = 'granted' AND s.id IS NULL",
    ),
    (
        "released_run_left_undone",
        "已发放完的批次没有遗漏",
        "SELECT count(*) FROM proactive_change c JOIN proactive_run r ON r.id = c.run_id "
        "WHERE r.state = 'released' AND c.state = 'waiting'",
    ),
    (
        "overpaid_sum_unequal",
        "多发的每一笔等于各期之和，还的不比多发的多",
        "SELECT count(*) FROM proactive_overpayment o WHERE amount_fen <> "
        "(SELECT sum(g.amount_fen) FROM proactive_overpaidgrant x "
        "JOIN proactive_grant g ON g.id = x.grant_id WHERE x.overpayment_id = o.id) "
        "OR amount_fen < (SELECT coalesce(sum(i.amount_fen), 0) "
        "FROM proactive_instalment i WHERE i.overpayment_id = o.id)",
    ),
    (
        "reserved_under_an_end",
        "已停发或本人不要的，没有还预留着的发放",
        "SELECT count(*) FROM proactive_grant g JOIN proactive_entitlement e "
        "ON e.id = g.entitlement_id "
        "WHERE g.state = 'reserved' AND e.state IN ('ended', 'declined')",
    ),
    (
        "priority_without_reason",
        "优先都有原因",
        "SELECT count(*) FROM zone_ticket WHERE lane = 'priority' AND reasons = '[]'::jsonb",
    ),
    (
        "served_without_count",
        "办完的号都计了一次服务",
        "SELECT count(*) FROM zone_ticket t WHERE t.state = 'finished' AND NOT EXISTS "
        "(SELECT 1 FROM cases_serving s WHERE s.origin_id = t.id AND s.undone_at IS NULL)",
    ),
    (
        "count_without_serving",
        "撤回的服务不再计数",
        "SELECT count(*) FROM cases_serving s JOIN zone_ticket t ON t.id = s.origin_id "
        "WHERE s.undone_at IS NULL AND t.state <> 'finished'",
    ),
    (
        "stops_overlap",
        "一个小组不同时在两个地方",
        "SELECT count(*) FROM visits_stop a JOIN visits_stop b "
        "ON a.crew_id = b.crew_id AND a.id < b.id AND a.span && b.span",
    ),
    (
        "promise_without_stop",
        "约好的上门都在路线里，并且在约定的时段内",
        "SELECT count(*) FROM visits_visit v WHERE v.state IN ('held', 'promised', 'on_the_way') "
        "AND NOT EXISTS (SELECT 1 FROM visits_stop s WHERE s.visit_id = v.id "
        "AND s.crew_id = v.crew_id AND s.start BETWEEN v.window_from AND v.window_to)",
    ),
    (
        "visit_without_count",
        "办成的上门都计了一次服务",
        "SELECT count(*) FROM visits_visit v WHERE v.outcome IN ('settled', 'taken') "
        "AND NOT EXISTS (SELECT 1 FROM cases_serving s WHERE s.origin_id = v.id "
        "AND s.undone_at IS NULL)",
    ),
    (
        "totals_unequal",
        "各服务方式之和等于总人次",
        "SELECT abs((SELECT coalesce(sum(people), 0) FROM cases_serving WHERE undone_at IS NULL) "
        "- (SELECT coalesce(sum(n), 0) FROM (SELECT sum(people) AS n FROM cases_serving "
        "WHERE undone_at IS NULL GROUP BY channel) t))",
    ),
    (
        "result_without_document",
        "办结的事项都有结果文书",
        "SELECT count(*) FROM cases_case c LEFT JOIN papers_document d ON d.id = c.document_id "
        "WHERE c.state IN ('result_ready', 'delivered', 'closed') AND d.id IS NULL",
    ),
    (
        "case_number_gap",
        "办件号连续",
        "SELECT count(*) FROM cases_casecounter k WHERE k.last <> (SELECT count(*) FROM "
        "cases_case c WHERE split_part(c.number, '-', 1) = to_char(k.day, 'YYYYMMDD'))",
    ),
    (
        "bad_rating_without_call_back",
        "每条差评都有回访",
        "SELECT count(*) FROM ratings_rating r LEFT JOIN ratings_callback c "
        "ON c.rating_id = r.id WHERE r.grade <= 2 AND c.id IS NULL",
    ),
    (
        "feed_row_lost",
        "部门送来的每一行都有下落",
        "SELECT count(*) FROM feeds_delivery d "
        "WHERE rows_in <> accepted + quarantined + duplicates OR quarantined <> "
        "(SELECT count(*) FROM feeds_quarantinedrow q WHERE q.delivery_id = d.id "
        "AND q.state <> 'fixed')",
    ),
    (
        "held_feed_written",
        "等人核对和没有收下的部门文件，一行也没有写入",
        "SELECT count(*) FROM feeds_line l JOIN feeds_delivery d ON d.id = l.delivery_id "
        "WHERE d.state NOT IN ('keeping', 'kept') AND l.written_at IS NOT NULL",
    ),
    (
        "clear_id_number_in_feeds",
        "挑出的行的原因里没有明文证件号",
        r"SELECT count(*) FROM feeds_quarantinedrow WHERE reason ~ '\m\d{17}[\dXx]\M'",
    ),
    (
        "act_without_actor",
        "每一步都有办理人",
        "SELECT count(*) FROM journal_entry WHERE actor_name = '' OR actor_id IS NULL",
    ),
    (
        "clear_id_number_in_journal",
        "日志里没有明文证件号",
        r"SELECT count(*) FROM journal_entry WHERE payload::text ~ '\m\d{17}[\dXx]\M'",
    ),
    (
        "clear_id_number_in_notices",
        "通知、回执和收到的短信里没有明文证件号",
        r"SELECT count(*) FROM (SELECT title || ' ' || text AS words FROM notices_notice "
        r"UNION ALL SELECT said FROM notices_attempt UNION ALL SELECT text FROM notices_inbound) t "
        r"WHERE words ~ '\m\d{17}[\dXx]\M'",
    ),
    (
        "clear_id_number_on_people",
        "居民档案里没有明文证件号",
        r"SELECT count(*) FROM residents_identity WHERE number_masked ~ '^\d{17}[\dXx]$' "
        r"AND kind = 'id_card'",
    ),
    (
        "clear_id_number_in_answers",
        "留存的应答里没有明文证件号",
        r"SELECT count(*) FROM journal_keptanswer WHERE body::text ~ '\m\d{17}[\dXx]\M'",
    ),
)


def _unsealed() -> int:
    return journal.unsealed_before(timezone.now() - SEAL_WITHIN)


def _broken_seals() -> int:
    return sum(1 for _ in journal.broken_seals())


MORE: tuple[tuple[str, str, Callable[[], int]], ...] = (
    ("journal_unsealed", "十分钟前的日志都已封存", _unsealed),
    ("journal_altered", "日志与封存值一致", _broken_seals),
    ("jobs_past_their_limit", "没有卡住的后台任务", stuck_jobs),
)


def check_all() -> list[Found]:
    """Every invariant, in the order of the list."""
    by_sql = [Found(name, text, _count(sql)) for name, text, sql in CHECKS]
    return by_sql + [Found(name, text, count()) for name, text, count in MORE]
