CREATE TABLE identity_users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  roles TEXT NOT NULL,
  failed_logins BIGINT NOT NULL,
  locked_until BIGINT,
  created_at BIGINT NOT NULL,
  last_login_at BIGINT
);

-- A sign-up keeps its own password until its own code is given, so that nobody can prepare an account
-- on an address that is not theirs.
CREATE TABLE identity_signups (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  code_hash BYTEA NOT NULL,
  admin_link BYTEA,
  tries BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX identity_signups_by_email ON identity_signups (email, id);

CREATE TABLE identity_sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES identity_users (id),
  ip_address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX identity_sessions_by_user ON identity_sessions (user_id, id);

CREATE TABLE identity_refresh_tokens (
  token_hash BYTEA PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES identity_sessions (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  rotated_at BIGINT,
  grace_used BIGINT NOT NULL CHECK (grace_used IN (0, 1))
);

CREATE TABLE identity_admin_links (
  token_hash BYTEA PRIMARY KEY,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE identity_token_keys (
  kid TEXT PRIMARY KEY,
  sealed_seed BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);

-- Mail to be sent. The row commits with what it tells of; its text is emptied once it is sent.
CREATE TABLE identity_mail (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  code TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT
);
CREATE INDEX identity_mail_by_recipient ON identity_mail (recipient, id);

CREATE TABLE identity_audit (
  id TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  resource TEXT NOT NULL,
  ip_address TEXT NOT NULL,
  details TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX identity_audit_by_actor ON identity_audit (actor, id);
