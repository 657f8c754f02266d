-- Codes that were tried for an address, over all of its sign-ups, since `since`; with an account or without.
CREATE TABLE identity_code_tries (
  email TEXT PRIMARY KEY,
  since BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
