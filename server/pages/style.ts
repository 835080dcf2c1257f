/** The look of the hosted page, which is that of the extension's panel and popup too. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #1c2333; --muted: #5b6478; --surface: #ffffff; --page: #f4f6fb; --line: #cfd6e4;
  --field: #7d879c; --accent: #2b59c3; --accent-ink: #ffffff; --danger: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8ecf6; --muted: #a8b2c7; --surface: #1b2130; --page: #12161f; --line: #343d52;
    --field: #7d879c; --accent: #8fb0ff; --accent-ink: #0d1730; --danger: #ffb4ab;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 1rem; display: grid; place-items: center;
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--page);
}
.card {
  width: 100%; max-width: 26rem; padding: 1.5rem; border: 1px solid var(--line); border-radius: 12px;
  background: var(--surface);
}
.mark { display: block; width: 2.5rem; height: 2.5rem; color: var(--accent); }
.platform { margin: .75rem 0 0; color: var(--muted); font-size: .875rem; }
h1 { margin: .125rem 0 .75rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
label { display: block; margin-bottom: .375rem; font-weight: 600; }
input {
  width: 100%; min-height: 3rem; padding: .375rem .75rem; border: 1px solid var(--field);
  border-radius: 8px; font: inherit; color: inherit; background: transparent;
}
input.code {
  font-size: 1.5rem; letter-spacing: .25em; text-align: center; font-variant-numeric: tabular-nums;
}
input[aria-invalid] { border-color: var(--danger); }
.error { margin: .5rem 0 0; color: var(--danger); font-weight: 600; }
h1 + .error { margin: 0 0 1rem; }
.warning { padding-left: .75rem; border-left: 4px solid var(--danger); font-weight: 600; }
.warning h2 { margin: 0; font-size: 1rem; }
section.warning { margin-bottom: 1.5rem; }
section.warning p { font-weight: 400; }
button, .button {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 1rem; padding: .5rem 1rem;
  border: 1px solid var(--accent); border-radius: 8px; font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; color: var(--accent-ink); background: var(--accent);
  cursor: pointer;
}
.second { border-color: var(--line); color: inherit; background: transparent; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.quiet { margin: 1rem 0 0; color: var(--muted); font-size: .875rem; }
.qr { display: block; width: 12rem; margin: 0 auto 1rem; padding: .5rem; border-radius: 8px; background: #fff; }
.qr svg { display: block; width: 100%; height: auto; }
.secret {
  display: block; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 8px;
  font: 1rem/1.6 ui-monospace, monospace; overflow-wrap: anywhere;
}
.codes {
  margin: 0 0 1rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 8px;
  font: 1.125rem/1.7 ui-monospace, monospace; text-align: center; user-select: all;
}
details { margin-bottom: 1rem; }
summary { padding: .25rem 0; color: var(--accent); cursor: pointer; }
form + details { margin-top: 1rem; }
.more { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.more .quiet { margin: 0 0 .5rem; }
.more details { margin-bottom: .5rem; }
.more details[open] { margin-bottom: 1.5rem; }
@media print {
  :root { color-scheme: light; --ink: #000; --surface: none; --page: none; --line: transparent; }
  body { display: block; }
  main:has(.codes) > :not(.codes) { display: none; }
}
@media (forced-colors: active) { .card, button, input { border-color: currentColor; } }
`;
