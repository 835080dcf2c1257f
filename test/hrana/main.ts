import { startHrana } from './server.ts';

/* `node test/hrana/main.ts FILE PORT [TOKEN]`: the double of a remote database as a process of its own. */

const [file = '', port = '0', token] = process.argv.slice(2);
const { url } = await startHrana({ file, port: Number(port), token });
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
