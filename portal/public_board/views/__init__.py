"""Pages of those who take part in a publication: the citizen, who hides, who approves, who is named."""
