SELECT page, position, paused, quarantined, last_error, seal FROM page_cursor WHERE page = ?1
