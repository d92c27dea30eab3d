"""The review as one HTML file: no script, no request to anywhere, readable on a phone, on paper and by ear."""
