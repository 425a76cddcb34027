"""What changes in an auction: proposed, admitted, bid for, opened, cleared, or given up."""
