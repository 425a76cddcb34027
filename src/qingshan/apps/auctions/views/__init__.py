"""Pages of auctions: for everybody, for sellers and bidders, for the operator."""
