"""A guard against regressions that noise can't fool: instructions of the hot path, counted by callgrind."""
