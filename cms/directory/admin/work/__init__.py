"""The clerk's other work: what citizens report, what is to be sent."""
