"""What every room speaks: refusals, labels, terms, money, periods, machines, digests."""
