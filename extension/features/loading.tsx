import type { Texts } from '../texts/texts.ts';
import { Card, type CardFrame } from '../ui/card.tsx';

/** Says that it takes a moment; for those that do. */
export function Loading({ texts, card }: { texts: Texts; card: CardFrame }) {
  return (
    <Card {...card} title={texts.menuEntry}>
      <p class="quiet" role="status">
        {texts.loading}
      </p>
    </Card>
  );
}
