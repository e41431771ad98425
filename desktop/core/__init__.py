"""Small parts every feature may use; knows no feature, no database and no Qt."""
