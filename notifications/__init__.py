"""Notices: rendered and delivered as given. 通知.

This package turns facts into text and hands text to a channel.  It knows nothing of the database, of who is owed what
or of time; whoever calls it keeps the bytes, the receipt and the count of tries.
"""
