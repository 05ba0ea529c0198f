"""Open data: a month published once, small numbers hidden."""
