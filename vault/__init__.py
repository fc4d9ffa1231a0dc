"""Keys and ciphers: what keeps the words that name people unreadable. 密钥与加密."""
