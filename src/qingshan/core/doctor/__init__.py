"""The geodata doctor: what a file holds, what is wrong with it, what can be mended."""
