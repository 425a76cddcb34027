"""Expert review: the pool, the public draw, the panel with its questions, votes and minutes."""
