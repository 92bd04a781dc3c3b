// Drives npm `cloudflare`.
import Cloudflare from 'cloudflare';
import { serve } from './serve.mjs';

// With a server that ignores `page`, a list has no end.
const MAX_ITEMS = 12;

const isDelete = /\.delete$/;
const isPage = (response) => typeof response?.getPaginatedItems === 'function';

async function readAll(promise) {
    const items = [];
    for await (const item of promise) {
        if (items.push(item) === MAX_ITEMS) break;
    }
    return items;
}

/** Returns the value of a method; for a deletion, the deleted id. */
function toValue(method, response) {
    if (isPage(response)) return { items: response.getPaginatedItems(), info: response.result_info ?? {} };
    if (isDelete.test(method)) return response?.id ?? response?.subscription_id ?? null;
    return response ?? null;
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
    // It reads a missing field, or something other than JSON.
    if (error instanceof SyntaxError || error instanceof TypeError) return 'decode';
    return `${error.name}: ${error.message}`;
}

function clientError(error) {
    const errors = Array.isArray(error.errors) && error.errors.length ? error.errors : undefined;
    return { error: { kind: kind(error), status: error.status, problem: { errors } } };
}

serve('cloudflare', async ({ options, method, input, all }) => {
    let attempts = 0;
    const countingFetch = (...request) => {
        attempts += 1;
        return fetch(...request);
    };
    let result;
    try {
        const client = new Cloudflare({ ...options, fetch: countingFetch, logLevel: 'off' });
        // There is no setting that shortens the delays between retries.
        client.calculateDefaultRetryTimeoutMillis = () => 1;
        const path = method.split('.');
        const name = path.pop();
        const resource = path.reduce((at, part) => at[part], client.user);
        const promise = resource[name](...input);
        result = { value: all ? await readAll(promise) : toValue(method, await promise) };
    } catch (error) {
        result = clientError(error);
    }
    return { result, attempts };
});
