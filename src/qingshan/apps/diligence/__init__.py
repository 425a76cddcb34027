"""What a bank looks at before units are pledged to it: the rights check sheet, by consent alone."""
