"""The rules of trading: the table of the release, and what the exchange announced since."""
