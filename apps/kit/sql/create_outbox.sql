-- Version 1. A row's number is never used again: it is also the number of the command's lock.
CREATE TABLE command(
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  body BLOB NOT NULL,
  stored_at INTEGER NOT NULL
) STRICT;
CREATE INDEX command_same ON command(path, method);
PRAGMA user_version = 1;
