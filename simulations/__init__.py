"""A year of one county, simulated from a seed: the same code as the product, on a moved clock. 县域一年模拟."""
