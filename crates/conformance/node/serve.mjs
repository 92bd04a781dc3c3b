// One command per line in, one outcome per line out.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export async function serve(name, call) {
    // The clients log to the console; standard output is for outcomes.
    console.log = console.info = console.error;
    // A lone surrogate is a string here and no text to anybody else.
    const sound = (_, value) => (typeof value === 'string' ? value.toWellFormed() : value);
    const write = (value) => process.stdout.write(`${JSON.stringify(value, sound)}\n`);
    const packed = readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url));
    write({ client: `${name} ${JSON.parse(packed).version}` });
    for await (const line of createInterface({ input: process.stdin })) {
        write(await call(JSON.parse(line)));
    }
    process.exit();
}
