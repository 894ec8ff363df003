"""Where the region writes dates and numbers otherwise than Django's Spanish does."""
