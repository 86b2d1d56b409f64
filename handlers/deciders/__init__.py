"""The people who decide 决策图: the map, what is known of each, what is missing, who has moved on."""
