// GET /v1/wallets/{id} as Coffer serves it, by Fastify: token and session checked, limits, security headers, CORS, a log
// line and metrics for each request, the wallet read from SQLite. `node fastify.mjs PORT DATABASE LOG` prints a token and a
// wallet's path once it listens.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import jwt from '@fastify/jwt';
import rateLimit from '@fastify/rate-limit';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import prometheus from 'prom-client';

const [port, file, log] = process.argv.slice(2);
const [user, session, wallet, account] = Array.from({ length: 4 }, () => randomUUID());

const database = new Database(file);
database.pragma('journal_mode = WAL');
database.exec(`
  CREATE TABLE sessions (id TEXT PRIMARY KEY, user_id TEXT NOT NULL, ended_at INTEGER);
  CREATE TABLE wallets (id TEXT PRIMARY KEY, owner TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL, exportable INTEGER NOT NULL, created_at TEXT NOT NULL);
  CREATE TABLE accounts (id TEXT PRIMARY KEY, wallet_id TEXT NOT NULL, network TEXT NOT NULL, address TEXT NOT NULL, path TEXT NOT NULL, account_index INTEGER NOT NULL);
  CREATE INDEX accounts_by_wallet ON accounts (wallet_id, network, account_index)`);
database.prepare('INSERT INTO sessions VALUES (?, ?, NULL)').run(session, user);
database.prepare("INSERT INTO wallets VALUES (?, ?, 'Main', 'hd', 0, '2026-01-02T03:04:05Z')").run(wallet, user);
database.prepare("INSERT INTO accounts VALUES (?, ?, 'ethereum', '0x9858EfFD232B4033E47d90003D41EC34EcaEda94', 'm/44''/60''/0''/0/0', 0)").run(account, wallet);
const findSession = database.prepare('SELECT ended_at FROM sessions WHERE id = ?');
const findWallet = database.prepare('SELECT id, label, kind, exportable, created_at FROM wallets WHERE id = ? AND owner = ?');
const findAccounts = database.prepare('SELECT id, wallet_id, network, address, path, account_index AS "index" FROM accounts WHERE wallet_id = ? ORDER BY network, account_index');

const text = { type: 'string' };
const walletSchema = {
  type: 'object',
  properties: {
    id: text, label: text, kind: text, exportable: { type: 'boolean' }, created_at: text,
    accounts: { type: 'array', items: { type: 'object', properties: { id: text, wallet_id: text, network: text, address: text, path: text, index: { type: 'integer' } } } },
  },
};

const app = Fastify({ logger: { level: 'info', file: log }, genReqId: () => randomUUID() });
const seconds = new prometheus.Histogram({ name: 'http_request_duration_seconds', help: 'Time', labelNames: ['route', 'status'] });
app.addHook('onResponse', async (request, reply) => seconds.labels(request.routeOptions.url, reply.statusCode).observe(reply.elapsedTime / 1000));
const keys = generateKeyPairSync('ed25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
await app.register(helmet);
await app.register(cors, { origin: ['https://app.example.com'], credentials: true });
await app.register(jwt, { secret: { private: keys.privateKey, public: keys.publicKey }, sign: { algorithm: 'EdDSA' }, verify: { algorithms: ['EdDSA'], allowedIss: 'coffer', allowedAud: 'coffer', cache: true } });
await app.register(rateLimit, { max: 1e9, timeWindow: '1 minute', keyGenerator: (request) => request.ip });

app.get('/v1/wallets/:id', {
  schema: { params: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } }, response: { 200: walletSchema } },
  onRequest: async (request, reply) => {
    await request.jwtVerify();
    if (findSession.get(request.user.sid)?.ended_at !== null) return reply.code(401).send({ error: { code: 'AUTHENTICATION_ERROR' } });
  },
}, (request, reply) => {
  const found = findWallet.get(request.params.id, request.user.sub);
  if (!found) return reply.code(404).send({ error: { code: 'NOT_FOUND' } });
  return { ...found, exportable: found.exportable === 1, accounts: findAccounts.all(found.id) };
});

await app.listen({ host: '127.0.0.1', port: Number(port) });
const token = app.jwt.sign({ sid: session, roles: ['user'] }, { sub: user, iss: 'coffer', aud: 'coffer', expiresIn: '30m' });
console.log(JSON.stringify({ path: `/v1/wallets/${wallet}`, token }));
