import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import schema from '../public/managed_schema.json' with { type: 'json' };
import { type Policy, policyOf, readPolicy } from './policy.ts';

let said: string[];

beforeEach(() => {
  said = [];
  vi.spyOn(console, 'warn').mockImplementation((text: string) => void said.push(text));
});

afterEach(() => vi.restoreAllMocks());

const open: Policy = { sites: [], allowOtherSites: true };

describe('an administrator’s policy', () => {
  test('is taken as it is where it makes sense, and nothing is said', () => {
    const sites = ['https://app.example.com', 'http://localhost:4000/', 'https://app.example.com'];
    expect(policyOf({ sites, allowOtherSites: false })).toEqual({
      sites: ['https://app.example.com', 'http://localhost:4000'],
      allowOtherSites: false,
    });
    expect(policyOf({})).toEqual(open);
    expect(said).toEqual([]);
  });

  test.each([
    [{ sites: 'https://app.example.com' }, /"sites".* no list/],
    [{ sites: { 0: 'https://app.example.com' } }, /"sites".* no list/],
    [{ sites: null }, /"sites".* no list/],
    [{ sites: [7] }, /"sites".* 7 is no origin/],
    [{ sites: ['https://*.example.com'] }, /"sites".* "https:\/\/\*\.example\.com" is no origin/],
    [{ sites: ['https://app.example.com/home'] }, /"sites".* is no origin/],
    [{ sites: ['http://app.example.com'] }, /"sites".* is no origin/],
    [{ allowOtherSites: 'no' }, /"allowOtherSites".* neither true nor false/],
    [{ allowOthers: false }, /"allowOthers".* no such setting/],
  ])('is ignored where it does not, and the console says so: %j', (set, sentence) => {
    expect(policyOf(set)).toEqual(open);
    expect(said).toEqual([expect.stringMatching(sentence)]);
  });

  test('keeps its good sites beside a bad one', () => {
    expect(policyOf({ sites: ['nonsense', 'https://app.example.com'] }).sites).toEqual([
      'https://app.example.com',
    ]);
    expect(said).toHaveLength(1);
  });

  test('is empty where the browser has none to tell', async () => {
    vi.spyOn(browser.storage.managed, 'get').mockRejectedValue(new Error('no manifest'));
    expect(await readPolicy()).toEqual(open);
  });

  test('has in Chromium’s schema the settings that are read', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(open).sort());
  });
});
