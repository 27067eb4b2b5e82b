SELECT kind, id, timer, due, waits_for, seal FROM timer ORDER BY kind, id, timer
