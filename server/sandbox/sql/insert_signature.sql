INSERT OR IGNORE INTO signatures (signature, at) VALUES (?1, ?2)
