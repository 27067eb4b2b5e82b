SELECT body FROM messages ORDER BY number
