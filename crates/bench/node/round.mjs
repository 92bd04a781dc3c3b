// One round of a package: as `bench run`, with the same arguments and the same answer.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values } = parseArgs({
    options: { work: text, server: text, concurrency: text, 'warm-up': text, calls: text },
});

// The packages are those that the conformance tests install.
export const require = createRequire(new URL('../../conformance/node/package.json', import.meta.url));
export const TOKEN = 'a-token-of-usual-length-0123456789abcdef';

async function apply(call, calls) {
    let done = 0;
    const caller = async () => {
        while (done++ < calls) await call();
    };
    await Promise.all(Array.from({ length: Number(values.concurrency) }, caller));
}

function peak() {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

export async function round(connect, works) {
    const call = works[values.work](connect(values.server));
    const calls = Number(values.calls);
    await apply(call, Number(values['warm-up']));
    const cpu = process.cpuUsage();
    const start = process.hrtime.bigint();
    await apply(call, calls);
    const wall_seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    const cpu_seconds = (user + system) / 1e6;
    console.log(JSON.stringify({ calls, cpu_seconds, wall_seconds, peak_bytes: peak() }));
    process.exit();
}
