// Program that makes one call, as those in ../programs.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../conformance/node/package.json', import.meta.url));
const { default: Cloudflare } = require('cloudflare');

const client = new Cloudflare({ apiToken: process.env.TOKEN, baseURL: `${process.env.SERVER}/client/v4` });
const user = await client.user.get();
console.log(user.id);
