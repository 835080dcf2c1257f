import { expect, it } from 'vitest';
import { linesOfCurl } from './curl-command.ts';

it('what Chrome copies is read, its cookies from -b', () => {
  const copied = `curl 'https://flows.example/home?tab=1' \\
  -H 'accept: text/html' \\
  -b 'theme=dark; session=s3c r3t' \\
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\
  --insecure`;
  expect(linesOfCurl(copied)).toEqual([
    'GET /home?tab=1',
    'accept: text/html',
    'Cookie: theme=dark; session=s3c r3t',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64)',
  ]);
});

it('what Firefox copies is read, in all quotes of a shell', () => {
  const copied = String.raw`curl 'https://flows.example/' --compressed -X POST -H $'Cookie: a=it\'s\u0021; b=x\x21' -H "X-Quoted: \"a\"" -H 'X-Other: it'\''s' --data-raw 'https://x.example/'`;
  expect(linesOfCurl(copied)).toEqual([
    'GET /',
    "Cookie: a=it's!; b=x!",
    'X-Quoted: "a"',
    "X-Other: it's",
  ]);
});

it('header lines are no curl command', () => {
  expect(linesOfCurl('Cookie: a=b\nUser-Agent: curl/8.0')).toBeNull();
  expect(linesOfCurl('')).toBeNull();
});
