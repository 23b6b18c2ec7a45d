"""Settings, addresses and start-up checks: where the house is put together."""
