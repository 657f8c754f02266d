-- What people may hear of, in one order. An event without an owner ('') is for everybody.
CREATE TABLE streams_events (
  seq BIGINT NOT NULL PRIMARY KEY,
  owner TEXT NOT NULL,
  topic TEXT NOT NULL CHECK (topic IN ('transactions', 'balances', 'heads')),
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX streams_events_by_owner ON streams_events (owner, seq);
CREATE INDEX streams_events_by_time ON streams_events (at);

-- The last seq that was given. Whoever gives one holds this row until it commits, so that a reader who
-- sees a seq has seen all below it.
CREATE TABLE streams_head (
  id BIGINT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL
);
INSERT INTO streams_head (id, seq) VALUES (1, 0);

-- How far each source is followed; moves in the commit of the events that it gave.
CREATE TABLE streams_positions (
  source TEXT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);
