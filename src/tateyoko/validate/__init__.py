"""Real crises as judges: predicted from type and onset alone, scored against their records."""
