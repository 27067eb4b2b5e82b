INSERT INTO page_cursor (page, position, paused, quarantined, last_error) VALUES (?1, ?2, 0, 0, '')
ON CONFLICT (page) DO UPDATE SET position = ?2
