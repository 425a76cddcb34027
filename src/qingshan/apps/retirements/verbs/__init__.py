"""Acts of those who retire: for a beneficiary, or for many people at once."""
