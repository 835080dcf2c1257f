import { arch, cpus, platform, release } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };

/** What a number was measured on: without it no two numbers can be compared. */
export function machine() {
  const cores = cpus();
  return {
    cpu: `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}`,
    system: `${platform()} ${release()} ${arch()}`,
    node: `Node ${process.versions.node}`,
    doorcode: `Doorcode ${packageJson.version}`,
  };
}
