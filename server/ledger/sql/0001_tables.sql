-- Bodies and hashes are bytes that only the rooms above understand. Rows carry a seal, a checksum of the whole row,
-- because SQLite does not notice a byte that changed inside a value; the entries of page_index are compared with the
-- row that they lead to.
-- Tables with small rows are WITHOUT ROWID; bodies of a kilobyte would spill out of such a table's pages.

CREATE TABLE meta (
    name  TEXT    NOT NULL PRIMARY KEY,
    value TEXT    NOT NULL,
    seal  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    position     INTEGER NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0),
    at           INTEGER NOT NULL,
    type         TEXT    NOT NULL,
    type_version INTEGER NOT NULL,
    body         BLOB    NOT NULL,
    actor        TEXT    NOT NULL,
    cause        TEXT    NOT NULL,
    hash         BLOB    NOT NULL CHECK (length(hash) = 32),
    seal         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_stream ON event (kind, id, version);

CREATE TABLE state (
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    tail    BLOB    NOT NULL CHECK (length(tail) = 32),
    body    BLOB    NOT NULL,
    seal    INTEGER NOT NULL,
    UNIQUE (kind, id)
) STRICT;

CREATE TABLE reply (
    actor       TEXT    NOT NULL,
    command     TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    body        BLOB    NOT NULL,
    final       INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    seal        INTEGER NOT NULL,
    UNIQUE (actor, command)
) STRICT;
CREATE INDEX reply_age ON reply (at);

CREATE TABLE effect (
    id    TEXT    NOT NULL PRIMARY KEY,
    kind  TEXT    NOT NULL,
    due   INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    since INTEGER NOT NULL,
    body  BLOB    NOT NULL,
    seal  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX effect_due ON effect (due);

CREATE TABLE timer (
    kind  TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    timer TEXT    NOT NULL,
    due   INTEGER NOT NULL,
    seal  INTEGER NOT NULL,
    PRIMARY KEY (kind, id, timer)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_due ON timer (due);

CREATE TABLE side (
    kind  TEXT    NOT NULL,
    key   TEXT    NOT NULL,
    owner TEXT    NOT NULL,
    body  BLOB    NOT NULL,
    seal  INTEGER NOT NULL,
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX side_owner ON side (kind, owner, key);

CREATE TABLE counter (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL,
    seal  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- entries holds the row's own index entries, so that replacing the row needs no search for them.
CREATE TABLE page_row (
    page    TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    entries BLOB    NOT NULL,
    body    BLOB    NOT NULL,
    seal    INTEGER NOT NULL,
    UNIQUE (page, key)
) STRICT;

CREATE TABLE page_index (
    page    TEXT    NOT NULL,
    lookup  TEXT    NOT NULL,
    part    TEXT    NOT NULL,
    sort    INTEGER NOT NULL,
    row_key TEXT    NOT NULL,
    PRIMARY KEY (page, lookup, part, sort, row_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_count (
    page    TEXT    NOT NULL,
    lookup  TEXT    NOT NULL,
    part    TEXT    NOT NULL,
    entries INTEGER NOT NULL CHECK (entries > 0),
    seal    INTEGER NOT NULL,
    PRIMARY KEY (page, lookup, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_cursor (
    page        TEXT    NOT NULL PRIMARY KEY,
    position    INTEGER NOT NULL,
    paused      INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    last_error  TEXT    NOT NULL,
    seal        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
