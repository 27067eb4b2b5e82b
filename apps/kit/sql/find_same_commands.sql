SELECT seq, id, method, path, body, stored_at, undoable FROM command
WHERE method = ?1 AND path = ?2 AND body = ?3 ORDER BY seq;
