import { useEffect, useState } from 'preact/hooks';

/** What is over sooner than this is not worth a word: words that come and go at once are a flicker. */
export const patience = 300;

/** True once something has lasted so long that it must be said. */
export function useLate(lasts: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!lasts) return;
    const timer = setTimeout(() => setLate(true), patience);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [lasts]);
  return lasts && late;
}
