import { zip } from 'wxt';

/*
 * `npm run zip`: what goes to the stores, into dist/: one zip a browser, and the sources from which
 * Firefox's reviewers build the same files. It is built as ever, beside what was built to try.
 */
for (const browser of ['chrome', 'firefox']) {
  await zip({
    browser,
    manifestVersion: 3,
    outDirTemplate: `${browser}-mv3-store`,
    hooks: {
      // Chrome's store takes no key: it signs with one of its own.
      'build:manifestGenerated': (_wxt, manifest) => {
        delete manifest.key;
      },
    },
  });
}
