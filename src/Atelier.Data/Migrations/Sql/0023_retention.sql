-- How long pictures stay (C-63): files in full size 30 days, thumbnails 90, from the creation, the last download or the last use on.
ALTER TABLE images
  -- The last download or use, written at most once a day; NULL is none since it was made.
  ADD COLUMN wanted_at timestamptz,
  -- Since when only the thumbnails are to be had, and whether the other files were deleted since.
  ADD COLUMN reduced_at timestamptz,
  ADD COLUMN reduced boolean NOT NULL DEFAULT false;

-- Nobody wrote down what was wanted until today.
UPDATE images SET wanted_at = atelier.now();

-- What stays by that rule: candidates and canceled pictures have an end of their own, pictures of a photo session go with it, and
-- what a person has to look at stays until then.
CREATE INDEX images_kept ON images ((coalesce(wanted_at, created_at)))
  WHERE deleted_at IS NULL AND expires_at IS NULL AND session_id IS NULL AND quarantine IS NULL;
CREATE INDEX images_reducing ON images (reduced_at) WHERE reduced_at IS NOT NULL AND NOT reduced AND deleted_at IS NULL;
