-- What is to be told with an event beside stage and percentage, such as that another provider is tried.
ALTER TABLE events ADD COLUMN note jsonb;
