-- What a generation violated that ended as content_policy: policy categories by their wire names.
ALTER TABLE generations
  -- NULL and empty alike: nobody named any. Counts only where error_code is content_policy.
  ADD COLUMN error_categories text[];

ALTER TABLE images
  -- Of a parked picture: true when no check had anything against it. Else NULL.
  ADD COLUMN cleared boolean;
