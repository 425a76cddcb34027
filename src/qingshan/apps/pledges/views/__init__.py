"""Pages of pledges: the list, one pledge, its acts."""
