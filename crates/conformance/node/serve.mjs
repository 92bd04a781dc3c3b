// Reads one command per line and writes one outcome per line.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export async function serve(name, execute) {
    // The clients log to the console, but standard output is for outcomes.
    console.log = console.info = console.error;
    // JSON holds no lone surrogates, but JavaScript's strings do.
    const wellFormed = (_, value) => (typeof value === 'string' ? value.toWellFormed() : value);
    const write = (value) => process.stdout.write(`${JSON.stringify(value, wellFormed)}\n`);
    const manifest = readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url));
    write({ client: `${name} ${JSON.parse(manifest).version}` });
    for await (const line of createInterface({ input: process.stdin })) {
        write(await execute(JSON.parse(line)));
    }
    process.exit();
}
