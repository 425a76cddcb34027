"""Pages of courts and of the registrar on freezes."""
