import { useState } from 'preact/hooks';
import { Deactivation } from './deactivation.tsx';
import { NewRecoveryCodes } from './new-recovery-codes.tsx';
import type { ShownCodes } from './recovery-codes.tsx';
import { SetUp } from './set-up.tsx';

type Props = { onDeactivated: () => void; onCodes: (codes: ShownCodes) => void };

/** What can be done with an active factor: switch it off, move it to another phone, get new codes. */
export function ActiveFactor({ onDeactivated, onCodes }: Props) {
  const [wanted, setWanted] = useState<'replace' | 'codes' | null>(null);
  const back = () => setWanted(null);
  if (wanted === 'replace') return <SetUp kind="replace" onActivated={onCodes} leave={back} />;
  if (wanted === 'codes') return <NewRecoveryCodes onCodes={onCodes} leave={back} />;
  return <Deactivation onDeactivated={onDeactivated} want={setWanted} />;
}
