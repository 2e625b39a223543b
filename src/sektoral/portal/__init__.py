"""Open data for the public: what is released, and nothing else."""
