"""What a citizen does to their own case."""
