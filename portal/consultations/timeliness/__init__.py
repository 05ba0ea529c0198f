"""How many first answers came in time, by week and topic, without telling of anybody."""
