SELECT m.body FROM message_names n JOIN messages m ON m.number = n.number WHERE n.telephone = ?1 ORDER BY n.number DESC LIMIT ?2
