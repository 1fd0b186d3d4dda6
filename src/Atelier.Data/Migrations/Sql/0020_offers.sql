-- A provider may sell a model in several ways: each is an offer of its own, which fails and recovers by itself.
ALTER TABLE offer_health
  ADD COLUMN provider_model text NOT NULL DEFAULT '';

-- What is known so far goes to the offer that plans named last.
UPDATE offer_health h SET provider_model = last.name
FROM (
  SELECT DISTINCT ON (o->>'model', o->>'provider') o->>'model' AS model, o->>'provider' AS provider,
    o->>'provider_model' AS name
  FROM (SELECT id, plan FROM generations ORDER BY id DESC LIMIT 1000) g, jsonb_array_elements(g.plan->'chain') AS o
  WHERE o->>'provider_model' IS NOT NULL
  ORDER BY o->>'model', o->>'provider', g.id DESC) AS last
WHERE (h.model, h.provider) = (last.model, last.provider);

-- What no plan names says nothing of an offer; it is an estimate, and learned anew.
DELETE FROM offer_health WHERE provider_model = '';

ALTER TABLE offer_health
  DROP CONSTRAINT offer_health_pkey,
  ADD PRIMARY KEY (model, provider, provider_model, style);
