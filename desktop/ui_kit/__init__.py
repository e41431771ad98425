"""Qt parts without a word of the field; features build their pages from them."""
