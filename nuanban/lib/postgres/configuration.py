"""The server's own postgresql.conf and pg_hba.conf, written anew at each start.

What one installation needs otherwise goes into `local.conf` beside the data folder; its lines
are added at the end, where they win.
"""

from pathlib import Path

POSTGRESQL_CONF = """\
# Written by nuanban at each start. Your own settings: local.conf, one folder up

# Nobody from outside: one socket in a private folder. Relative, so that long paths work.
listen_addresses = ''
unix_socket_directories = '../socket'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'

# A small machine.
max_connections = 100
superuser_reserved_connections = 3
shared_buffers = '192MB'
effective_cache_size = '768MB'
work_mem = '8MB'
maintenance_work_mem = '64MB'
random_page_cost = 1.1
io_method = 'sync'
max_parallel_workers_per_gather = 0
jit = off

# Nothing that was acknowledged is lost.
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
max_wal_size = '1GB'
checkpoint_timeout = '10min'

# Every change is archived within a minute: the other half of a backup.
wal_level = 'replica'
max_wal_senders = 4
archive_mode = on
archive_timeout = '60s'
archive_command = '{archive_command}'

# The log names errors, never the values in them.
log_destination = 'stderr'
log_error_verbosity = 'terse'
log_min_error_statement = 'panic'
log_parameter_max_length_on_error = 0
log_statement = 'none'
log_checkpoints = off
log_line_prefix = '%m [%p] %u '
log_timezone = 'Asia/Shanghai'

timezone = 'UTC'
datestyle = 'iso, ymd'
default_text_search_config = 'pg_catalog.simple'
"""

# A file that is already there must be the same one: archiving goes on after a crash between the
# renaming and the server's note of it, and two servers never share one archive unnoticed.
ARCHIVE_COMMAND = (
    "if [ -e ../wal/%f.gz ]; then gzip -dc ../wal/%f.gz | cmp -s - %p; "
    "else gzip -1 -c %p > ../wal/%f.part && sync ../wal/%f.part "
    "&& mv ../wal/%f.part ../wal/%f.gz; fi"
)

PG_HBA_CONF = """\
# Written by nuanban at each start.
local all all scram-sha-256
local replication all scram-sha-256
"""

# Only for databases that tests throw away.
FAST_AND_UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "archive_mode": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def postgresql_conf(local: Path) -> str:
    """The text of postgresql.conf, with the lines of the file `local` if there is one."""
    own = POSTGRESQL_CONF.format(archive_command=ARCHIVE_COMMAND)
    return own + (f"\n{local.read_text()}" if local.exists() else "")
