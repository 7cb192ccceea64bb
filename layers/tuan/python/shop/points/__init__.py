"""Points: users earn them, spend them as part of a price, and lose them at the end of a month."""
