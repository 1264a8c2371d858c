"""Model files and their versions: written, signed, verified, loaded, named by aliases."""
