"""调取: ``contents`` says what of a case goes into the ZIP, ``manifest`` seals it, ``checking`` verifies one that comes back."""
