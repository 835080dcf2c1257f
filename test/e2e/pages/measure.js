/** What the tests ask a page about what was put into it: runs in the page, before the page's own. */
const boxOf = (element) => element.getBoundingClientRect();
const isSeen = (element) => element.checkVisibility() && boxOf(element).width > 1;
const codeField = () => document.querySelector('[autocomplete=one-time-code]');

globalThis.measure = {
  /** Where the code field stands among all that can be seen and used. */
  space() {
    const field = codeField();
    const labels = [...field.labels];
    const own = boxOf(field);
    const all = [...document.querySelectorAll('input, select, button, a, label, [role=button]')];
    const others = all.filter(
      (each) => each !== field && isSeen(each) && !each.contains(field) && !labels.includes(each),
    );
    const overlaps = others.filter((other) => {
      const box = boxOf(other);
      const across = Math.min(box.right, own.right) - Math.max(box.left, own.left);
      const down = Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top);
      return across > 1 && down > 1;
    });
    const isAfter = (element) =>
      Boolean(field.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    const typed = 'input:not([type=checkbox], [type=submit]), select';
    const buttons = 'button, [type=submit], [role=button]';
    const middle = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2);
    return {
      isLast: !others.some((each) => each.matches(typed) && isAfter(each)),
      beforeButton: others.some((each) => each.matches(buttons) && isAfter(each)),
      overlaps: overlaps.map(({ outerHTML }) => outerHTML.slice(0, 120)),
      onTop: [field, ...labels].some((each) => each.contains(middle)),
    };
  },

  /** How the code field and its label look, and how the password field and its label do. */
  looks() {
    document.activeElement?.blur();
    const names = ['border-top', 'border-bottom', 'border-radius', 'background-color', 'color'];
    names.push('font-family', 'font-size', 'line-height', 'padding-left');
    const isFrame = (element) => {
      const { borderTopWidth, backgroundColor } = getComputedStyle(element);
      return borderTopWidth !== '0px' || backgroundColor !== 'rgba(0, 0, 0, 0)';
    };
    const look = (input) => {
      const style = getComputedStyle(input);
      const label = input.labels[0] && getComputedStyle(input.labels[0]);
      // Icons beside the password are not ours to copy: what counts is the frame around both.
      let frame = input;
      while (!isFrame(frame) && frame !== document.body) frame = frame.parentElement;
      return {
        ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)])),
        label: label ? `${label.fontFamily} ${label.fontWeight} ${label.color}` : 'none',
        left: Math.round(boxOf(frame).left),
        height: Math.round(boxOf(frame).height),
      };
    };
    return {
      ours: look(codeField()),
      theirs: look(document.querySelector('[type=password]')),
    };
  },

  /** How the menu's entry looks, how a neighbour does, and what comes after it. */
  entry(words) {
    const wordsOf = (element) => element?.textContent.trim() || element?.title || '';
    const pressable = 'a, button, [role=menuitem], [role=listitem]';
    const all = [...document.querySelectorAll(pressable)].filter(
      (each) => isSeen(each) && !each.querySelector(pressable),
    );
    const names = ['border-top', 'background-color', 'color', 'font-family', 'font-size'];
    names.push('padding', 'display', 'cursor');
    const at = all.findIndex((each) => wordsOf(each) === words);
    const look = (control) => {
      const style = control && getComputedStyle(control);
      if (!style) return null;
      const height = Math.round(boxOf(control).height);
      return {
        ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)])),
        height,
      };
    };
    const [before, ours, after] = [look(all[at - 1]), look(all[at]), look(all[at + 1])];
    const isLikeBefore = JSON.stringify(before) === JSON.stringify(ours);
    return { ours, theirs: isLikeBefore ? before : after, next: wordsOf(all[at + 1]) };
  },
};
