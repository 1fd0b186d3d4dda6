-- One expression, which the planner writes into each statement: every row asks for the time, and a function with a table behind it
-- was a tenth of the server's work.
CREATE OR REPLACE FUNCTION atelier.now() RETURNS timestamptz LANGUAGE sql STABLE
  AS $$ SELECT statement_timestamp() $$;
DROP TABLE clock;
