// The page of this target.
