"""Ways out of the house: SMS by whoever ``SMS_URL`` names, mail by Django. What fails says how it failed (``base``)."""
