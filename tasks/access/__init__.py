"""Who sees what, asked of the database: one seat, its cases, and what was opened beyond the rule. 查阅权限.

The table is `rules.access_table`; here it is found out what a post is to a case.  The command line does not ask:
whoever runs it on the machine is the operator.
"""

from tasks.access.sight import Sight, sight_of, sight_of_administrator

__all__ = ["Sight", "sight_of", "sight_of_administrator"]
