import { html } from 'hono/html';
import type { Session } from '../domain/session.ts';
import type { FormContext } from './forms.ts';
import { type Html, layout } from './layout.ts';

/**
 * Shows fresh recovery codes, this once: one a line, to be written down, copied or printed.
 *
 * @param before the session as it was before they were made.
 */
export function recoveryCodesPage(
  context: FormContext,
  before: Session,
  recoveryCodes: readonly string[],
): Html {
  const { texts, place, returnTo } = context;
  const replaced = place === 'confirm' ? texts.newPhoneWorks : texts.oldCodesEnded;
  return layout(
    context,
    texts.recoveryCodesTitle,
    html`<p>${before.factor === 'active' ? replaced : texts.activeTitle}</p>
<p>${texts.recoveryCodesText}</p>
<pre class="codes">${recoveryCodes.join('\n')}</pre>
<p class="warning">${texts.shownOnce}</p>
<a class="button" href="${returnTo}">${texts.continue}</a>`,
  );
}
