"""Steps: do one thing, once, and write it down. The only writers of the case database. 办理步骤."""
