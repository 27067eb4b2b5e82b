INSERT INTO message_names (message_id, telephone, number) VALUES (?1, ?2, last_insert_rowid())
