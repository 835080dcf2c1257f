import { describe, expect, it } from 'vitest';
import { compare, lastLine, median, sidesOf, table } from './report.ts';

describe('what a bench reports', () => {
  it('takes the middle value, or the middle between two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 2, 4])).toBe(3);
    expect(median([7])).toBe(7);
  });

  it('leaves what it was given in its order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('refuses the median of nothing', () => {
    expect(() => median([])).toThrow('no median of nothing');
  });

  it('compares within a round, so that a slow round does not count as a difference', () => {
    const rounds = [
      { without: [10, 12, 11], with: [12, 13, 14] },
      { without: [100, 120, 110], with: [111, 112, 113] },
      { without: [10, 12, 11], with: [12, 15, 14] },
    ];
    expect(compare(rounds)).toEqual({
      without: 12,
      with: 14,
      difference: 2,
      lowest: 2,
      highest: 3,
    });
  });

  it('begins each round with the side that was last in the one before', () => {
    expect([0, 1, 2].flatMap(sidesOf)).toEqual([
      'without',
      'with',
      'with',
      'without',
      'without',
      'with',
    ]);
  });

  it('draws a table whose numbers stand one below the other', () => {
    const rows = [
      ['home', '9.5', '12.0'],
      ['the login', '110.0', '3.1'],
    ];
    expect(table(['page', 'a', 'b'], rows)).toBe(
      ['page           a     b', 'home         9.5  12.0', 'the login  110.0   3.1'].join('\n'),
    );
  });

  it('ends with one line for programs that has everything of every bench', () => {
    const findings = [
      { ratios: { page_load_ms: 1.5 }, versions: { node: '24' } },
      { ratios: { verify: 2 }, versions: { node: '24', chromium: '1' } },
    ];
    const line = lastLine(['page', 'verify'], findings);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      bench: ['page', 'verify'],
      ratios: { page_load_ms: 1.5, verify: 2 },
      versions: { node: '24', chromium: '1' },
    });
  });
});
