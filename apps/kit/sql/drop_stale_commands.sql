DELETE FROM command WHERE stored_at < ?1 RETURNING seq, id, method, path, body, stored_at, undoable;
