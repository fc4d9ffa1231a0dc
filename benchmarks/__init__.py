"""Speed, measured side by side; never a test. 基准."""
