"""What the service did, counted from rows: dashboard, monthly report, commendations, open data (articles 8, 9)."""
