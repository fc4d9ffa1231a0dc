"""The command line: entry points that put collaborators together. 命令行."""
