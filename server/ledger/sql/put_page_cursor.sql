INSERT INTO page_cursor (page, position, paused, quarantined, last_error, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (page) DO UPDATE SET position = ?2, paused = ?3, quarantined = ?4, last_error = ?5, seal = ?6
