"""The only writer of what departments know."""

from nuanban.eligibility.actions.records import NewRecord, keep_records, note_whole_list

__all__ = ["NewRecord", "keep_records", "note_whole_list"]
