"""Pages of the exchange: rules, a series, requests, the operator's desk."""
