"""Who a citizen is: an account by phone number, real identity where it is asked for, and how an account ends (docs/citizens.md)."""
