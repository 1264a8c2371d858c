"""Other services' protocols, a file each: whoever speaks one asks Winnow in its place."""
