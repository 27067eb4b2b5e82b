SELECT m.body FROM message_names n JOIN messages m ON m.number = n.number WHERE n.message_id = ?1
