// Drives npm `cloudflare`.
import Cloudflare from 'cloudflare';
import { serve } from './serve.mjs';

// A server that ignores `page` would be asked for ever.
const MOST_ITEMS = 12;

const deletes = /\.delete$/;
const isPage = (answer) => typeof answer?.getPaginatedItems === 'function';

async function listed(promise) {
    const items = [];
    for await (const item of promise) {
        if (items.push(item) === MOST_ITEMS) break;
    }
    return items;
}

/** The value that a method gives; of a deletion, the id that was deleted. */
function shown(method, answer) {
    if (isPage(answer)) return { items: answer.getPaginatedItems(), info: answer.result_info ?? {} };
    if (deletes.test(method)) return answer?.id ?? answer?.subscription_id ?? null;
    return answer ?? null;
}

function kind(error) {
    if (error.status !== undefined) return 'status';
    if (error instanceof Cloudflare.APIConnectionTimeoutError) return 'timeout';
    if (error instanceof Cloudflare.APIConnectionError) {
        const cause = String(error.cause?.cause ?? error.cause);
        if (/redirect/.test(cause)) return 'redirect';
        return /invalid header|ByteString|parse URL/i.test(cause) ? 'input' : 'connection';
    }
    if (error instanceof Cloudflare.CloudflareError) return 'input';
    if (/authentication method|invalid header|ByteString|Invalid URL/i.test(error.message)) return 'input';
    if (error.message === 'terminated') return 'connection';
    // It reads what is not there, or what is no JSON.
    if (error instanceof SyntaxError || error instanceof TypeError) return 'unreadable';
    return `${error.name}: ${error.message}`;
}

function failed(error) {
    const errors = Array.isArray(error.errors) && error.errors.length ? error.errors : undefined;
    return { failed: { kind: kind(error), status: error.status, said: { errors } } };
}

serve('cloudflare', async ({ options, method, input, all }) => {
    let attempts = 0;
    const counted = (...request) => {
        attempts += 1;
        return fetch(...request);
    };
    let ended;
    try {
        const client = new Cloudflare({ ...options, fetch: counted, logLevel: 'off' });
        // The only way to shorten its waits.
        client.calculateDefaultRetryTimeoutMillis = () => 1;
        const path = method.split('.');
        const name = path.pop();
        const resource = path.reduce((at, part) => at[part], client.user);
        const promise = resource[name](...input);
        ended = { value: all ? await listed(promise) : shown(method, await promise) };
    } catch (error) {
        ended = failed(error);
    }
    return { ended, attempts };
});
