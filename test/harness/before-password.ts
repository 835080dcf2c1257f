/**
 * For a login page that has been filled in but for the password: what there is to see of it, and what
 * everything answers that a page may ask of us at this moment. `name` is what was typed for whom, and is
 * taken out; so are tokens, which are drawn by lot, and the time. It answers a text to compare.
 */
export const seenBeforePassword = (name: string) => `(async () => {
  const drawn = /"now":\\d+|nonce[-=]"?[\\w+/=-]+|value="[\\w+/=-]{16,}"/g;
  const field = document.querySelector('[name=totpcode]');
  const seen = [document.title, document.body.innerText, !!field && field.closest('form').outerHTML];
  seen.push([...document.querySelectorAll('input')].map((input) => input.value));
  const json = { 'content-type': 'application/json', 'x-two-factor': '1' };
  const calls = {
    profile: {},
    state: { headers: { 'x-two-factor': '1' } },
    'login-code': { method: 'POST', headers: json, body: '{"code":"135790"}' },
    verify: { method: 'POST', headers: json, body: '{"account":"x","code":"135790"}' },
    activate: { method: 'POST', headers: json, body: '{"account":"x"}' },
  };
  for (const [call, init] of Object.entries(calls)) {
    const answer = await fetch('/.two-factor/v1/' + call, init);
    const headers = [...answer.headers].filter(([header]) => header !== 'date');
    seen.push(call, answer.status, headers, (await answer.text()).replace(drawn, 'X'));
  }
  const hosted = await fetch('/.two-factor/');
  seen.push(hosted.status, (await hosted.text()).replace(drawn, 'X'));
  return JSON.stringify(seen, null, 1).replaceAll(${JSON.stringify(name)}, 'NAME');
})()`;

/** The values of the page's own fields whose content is drawn by lot for each visitor. */
export const hideTokens = `document.querySelectorAll('input[type=hidden]')
  .forEach((input) => { input.setAttribute('value', 'X'); input.value = 'X'; })`;
