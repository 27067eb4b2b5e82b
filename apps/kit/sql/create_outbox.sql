-- Version 2. A row's number is never used again: it is also the number of the command's lock.
CREATE TABLE command(
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  body BLOB NOT NULL,
  stored_at INTEGER NOT NULL,
  -- 1 for what another command undoes: it is meant for minutes, not for days.
  undoable INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX command_same ON command(path, method);
PRAGMA user_version = 2;
