"""The mechanisms and paths of the paper (section 4), each applied, priced and compared."""
