// One round of a package, with the arguments and the output of `bench run`.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values } = parseArgs({
    options: { workload: text, server: text, concurrency: text, 'warm-up': text, calls: text },
});

// The conformance tests install the packages.
export const require = createRequire(new URL('../../conformance/node/package.json', import.meta.url));
export const TOKEN = 'a-token-of-usual-length-0123456789abcdef';

async function repeat(call, calls) {
    let started = 0;
    const caller = async () => {
        while (started++ < calls) await call();
    };
    await Promise.all(Array.from({ length: Number(values.concurrency) }, caller));
}

function peakMemory() {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

export async function round(connect, workloads) {
    const call = workloads[values.workload](connect(values.server));
    const calls = Number(values.calls);
    await repeat(call, Number(values['warm-up']));
    const cpu = process.cpuUsage();
    const start = process.hrtime.bigint();
    await repeat(call, calls);
    const wall_seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    const cpu_seconds = (user + system) / 1e6;
    console.log(JSON.stringify({ calls, cpu_seconds, wall_seconds, peak_bytes: peakMemory() }));
    process.exit();
}
