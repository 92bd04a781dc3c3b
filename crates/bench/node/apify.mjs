// npm `apify-client`.
import { TOKEN, require, round } from './round.mjs';

const { ApifyClient } = require('apify-client');

await round((server) => new ApifyClient({ token: TOKEN, baseUrl: server }).user(), {
    'get': (user) => () => user.get(),
    'monthly-usage': (user) => () => user.monthlyUsage(),
    'limits': (user) => () => user.limits(),
});
