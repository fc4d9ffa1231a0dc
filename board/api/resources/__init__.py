"""What can be asked for, one resource a file. 各接口."""
