"""报告 → 未送达的通知, and 设置 → 值班手机, in the Wagtail admin."""
