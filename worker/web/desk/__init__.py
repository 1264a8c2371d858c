"""The review desk: pages where moderators clear the queue and teach the model."""
