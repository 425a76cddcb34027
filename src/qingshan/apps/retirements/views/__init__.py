"""Pages of those who retire, and the public list of shares."""
