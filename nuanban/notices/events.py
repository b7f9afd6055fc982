"""What notices announce in the journal; rooms above subscribe with `@reads`.

entry.object_id is the notice (`queries.notice_by_id`), entry.subject_id the person or None.
"""

# A text message, letter or in-app message went out. payload: kind, purpose
SENT = "notices.sent"
# It never will, until somebody tries again. payload: kind, purpose
DIED = "notices.died"
# A call was made. payload: outcome (enums.CallOutcome), state, purpose
CALL_FINISHED = "notices.call_finished"
# A text message came in. entry.object_id is the message (`queries.inbound_by_id`).
INBOUND_RECEIVED = "notices.inbound_received"
