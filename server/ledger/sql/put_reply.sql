-- A final reply stays: the caller sees that nothing changed.
INSERT INTO reply (actor, command, fingerprint, body, final, at, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (actor, command) DO UPDATE SET fingerprint = ?3, body = ?4, final = ?5, at = ?6, seal = ?7 WHERE final = 0
