"""The movements of a day at the custody bank: one line each, in or out."""
