"""What of cases goes to print: the form of a case, and the sheet of a shift handed over."""
