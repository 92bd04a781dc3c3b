// Drives npm `apify-client`.
process.env.APIFY_LOG_LEVEL = '1';
const { ApifyClient } = await import('apify-client');
const { serve } = await import('./serve.mjs');

// JSON has no NaN and no infinity, so numbers are sent as strings.
const number = (text) => (text === undefined ? undefined : Number(text));
const found = (value) => (value === undefined ? 'notFound' : { value });

const methods = {
    properties: ({ id, safeId, url, baseUrl, publicBaseUrl, resourcePath, params }) =>
        ({ value: { id, safeId, url, baseUrl, publicBaseUrl, resourcePath, params } }),
    get: async (user) => found(await user.get()),
    monthlyUsage: async (user) => found(await user.monthlyUsage()),
    limits: async (user) => found(await user.limits()),
    updateLimits: async (user, { usd, days }) => {
        const options = { maxMonthlyUsageUsd: number(usd), dataRetentionDays: number(days) };
        await user.updateLimits(options);
        return 'done';
    },
};

function connect({ options, header }) {
    const withHeader = (config) => {
        config.headers[header[0]] = header[1];
        return config;
    };
    return new ApifyClient({
        ...options,
        minDelayBetweenRetriesMillis: 1,
        requestInterceptors: header ? [withHeader] : [],
    });
}

function kind(error) {
    if (error.statusCode !== undefined) return 'status';
    if (error.code === 'invalid-response-body') return 'decode';
    if (error.message.startsWith('Expected response object')) return 'decode';
    if (error.name === 'ArgumentError' || error.code === 'ERR_INVALID_URL') return 'input';
    if (error.code === 'ERR_FR_TOO_MANY_REDIRECTS') return 'redirect';
    if (error.code === 'ECONNABORTED') return 'timeout';
    return error.isAxiosError ? 'connection' : `${error.name}: ${error.message}`;
}

function clientError(error) {
    const { statusCode: status, type, message, data, httpMethod, path } = error;
    const isFromVendor = status !== undefined && message && !message.startsWith('Unexpected error');
    const problem = { type, message: isFromVendor ? message : undefined, data };
    const request = httpMethod && `${httpMethod.toUpperCase()} ${path}`;
    return { error: { kind: kind(error), status, problem, request } };
}

serve('apify-client', async (command) => {
    const { workflowKey, user, method, date } = command;
    if (workflowKey === undefined) delete process.env.APIFY_WORKFLOW_KEY;
    else process.env.APIFY_WORKFLOW_KEY = workflowKey;
    let client;
    let result;
    try {
        client = connect(command);
        const account = user === undefined ? client.user() : client.user(user);
        // `monthlyUsage` takes no date, but sends the client's own query parameters.
        if (date) account.params = { date };
        result = await methods[method](account, command);
    } catch (error) {
        result = clientError(error);
    }
    const { requests = 0, rateLimitErrors = [] } = client?.stats ?? {};
    return { result, attempts: requests, rateLimited: Array.from(rateLimitErrors, (count) => count ?? 0) };
});
