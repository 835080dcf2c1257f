import { buildExtension } from '../harness/extension-build.ts';

/** Before any of these tests: they read what is built, and share it. */
export default buildExtension;
