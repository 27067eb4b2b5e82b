-- From version 1.
ALTER TABLE command ADD COLUMN undoable INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 2;
