"""Procedures; nothing but the order of things. 程序."""
