"""What the API does of itself: released tables are shown on another portal too."""
