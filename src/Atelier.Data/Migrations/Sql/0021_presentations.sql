-- The presentation doors: which element of which slide of which deck a picture was asked for. The names are the caller's own, and
-- need not be decks of this service.
ALTER TABLE generations
  ADD COLUMN presentation_id text CHECK (length(presentation_id) BETWEEN 1 AND 128),
  ADD COLUMN slide_id text CHECK (length(slide_id) BETWEEN 1 AND 128),
  ADD COLUMN element_id text CHECK (length(element_id) BETWEEN 1 AND 128),
  ADD CHECK ((presentation_id IS NULL) = (slide_id IS NULL) AND (slide_id IS NULL) = (element_id IS NULL));
CREATE INDEX generations_presentation ON generations (account_id, presentation_id, id) WHERE presentation_id IS NOT NULL;

-- What callers bring beside a request, such as masks: found by its account when that is erased.
CREATE INDEX images_uploads ON images (account_id, id) WHERE generation_id IS NULL;
