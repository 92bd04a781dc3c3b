// npm `cloudflare`.
import { TOKEN, require, round } from './round.mjs';

const { default: Cloudflare } = require('cloudflare');

await round((server) => new Cloudflare({ apiToken: TOKEN, baseURL: `${server}/client/v4` }), {
    'audit-logs': (client) => () => client.user.auditLogs.list({ per_page: 1000 }),
});
