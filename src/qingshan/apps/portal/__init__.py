"""What anyone may see: register, map, verification."""
