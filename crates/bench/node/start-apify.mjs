// Program that makes one call, as those in ../programs.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../conformance/node/package.json', import.meta.url));
const { ApifyClient } = require('apify-client');

const client = new ApifyClient({ token: process.env.TOKEN, baseUrl: process.env.SERVER });
const user = await client.user().get();
console.log(user.username);
