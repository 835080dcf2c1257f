import { ConfigError, readEnvironment } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';

try {
  const log = createLog((line) => process.stderr.write(line), Date.now);
  const running = await startServer(readEnvironment(), log);
  const stop = async () => {
    await running.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  process.stdout.write(`${JSON.stringify({ ready: true, gate: running.gate })}\n`);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof ConfigError ? `${message}\n` : `Doorcode cannot start: ${message}\n`,
  );
  process.exit(1);
}
