"""The office floor: who may do what, and what it leaves behind."""
