"""Did we just try many? Random baskets, reality checks and overfitting."""
