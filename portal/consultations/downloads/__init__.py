"""All that a citizen's case holds, to take home: as text, as PDF, to print; with the record's digest and how to check it."""
