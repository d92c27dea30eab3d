"""Charts of a review: plain records in, the text of one SVG out; no script, no font, no address."""
