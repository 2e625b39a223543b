"""What `sektoral doctor` looks at outside the database: the machine, the nightly deeds, and who must answer."""
