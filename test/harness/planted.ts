import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folders } from './folders.ts';

/** `find` stands exactly once in the file. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** A copy of the server and its tests, in which guards are taken out to see who notices. */
export type ServerCopy = {
  readonly folder: string;
  /** Looks while the edits are made, and mends them afterwards. */
  planted<T>(edits: readonly Edit[], look: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
};

/** Edits that do not fit the source as it is, each in a sentence. */
export async function misfits(edits: readonly Edit[]): Promise<string[]> {
  const found = await Promise.all(edits.map((edit) => tryOn(folders.root, edit)));
  return found.flatMap(({ wrong }) => wrong ?? []);
}

async function tryOn(folder: string, { file, find }: Edit) {
  const path = join(folder, file);
  const sound = await readFile(path, 'utf8');
  const places = sound.split(find).length - 1;
  const wrong = places === 1 ? null : `The defect fits ${places} places in ${file}: ${find}`;
  return { path, sound, wrong };
}

export async function copyServer(): Promise<ServerCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-defects-'));
  const names = ['server', 'test', 'profiles', 'drizzle', 'docs', 'package.json', 'tsconfig.json'];
  for (const name of names) {
    await cp(join(folders.root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(folders.root, 'node_modules'), join(folder, 'node_modules'));

  async function plant(edit: Edit): Promise<() => Promise<void>> {
    const { path, sound, wrong } = await tryOn(folder, edit);
    if (wrong) throw new Error(wrong);
    await writeFile(
      path,
      sound.replace(edit.find, () => edit.replace),
    );
    return () => writeFile(path, sound);
  }

  return {
    folder,
    async planted(edits, look) {
      const mends: (() => Promise<void>)[] = [];
      try {
        for (const edit of edits) mends.push(await plant(edit));
        return await look();
      } finally {
        for (const mend of mends.reverse()) await mend();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
