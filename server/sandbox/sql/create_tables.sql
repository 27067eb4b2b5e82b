CREATE TABLE IF NOT EXISTS payments (
    payment_key TEXT PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE,
    order_name TEXT NOT NULL,
    billing_key TEXT NOT NULL,
    customer_key TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total > 0),
    balance INTEGER NOT NULL CHECK (balance >= 0 AND balance <= total),
    approve_no TEXT NOT NULL,
    last_transaction_key TEXT NOT NULL,
    approved_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS cancels (
    transaction_key TEXT PRIMARY KEY,
    payment_key TEXT NOT NULL REFERENCES payments (payment_key),
    amount INTEGER NOT NULL CHECK (amount > 0),
    refundable INTEGER NOT NULL,
    reason TEXT NOT NULL,
    canceled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS cancels_of_payment ON cancels (payment_key);
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL,
    payment_key TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('capture', 'refund')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS replies (
    idempotency_key TEXT NOT NULL,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (idempotency_key, method, url)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS card_registrations (
    auth_key TEXT PRIMARY KEY,
    customer_key TEXT NOT NULL,
    declines INTEGER NOT NULL,
    billing_key TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS registered_cards (
    auth_key TEXT PRIMARY KEY REFERENCES card_registrations (auth_key),
    masked TEXT NOT NULL,
    issuer_code TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS card_registrations_by_billing_key ON card_registrations (billing_key);
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS message_names (
    message_id TEXT PRIMARY KEY,
    telephone TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES messages (number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS message_names_by_telephone ON message_names (telephone, number);
CREATE TABLE IF NOT EXISTS signatures (
    signature TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS signatures_by_time ON signatures (at);
CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
