"""The crash test of the digest clock: real processes, real HTTP, a simulated month, and kill -9 at random moments."""
