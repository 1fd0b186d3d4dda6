-- Which of the operator's keys sent a call: its variable and a short hash, never the key. A fact, written before the first byte goes out.
-- NULL is a call from before, or one that needs no key.
ALTER TABLE attempts ADD COLUMN sent_with text;
