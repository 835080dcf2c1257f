import { openPageHost, pageButton } from './page-host.ts';

type Options = {
  lang: string;
  label: string;
  move: string;
  hide: string;
  /** Any whole number: the places follow each other in a circle. */
  place: number;
  onPress: () => void;
  onMove: (place: number) => void;
  onHide: () => void;
};

/** A round button that floats over the page, with one to move it to the next place and one to hide it. */
export function showCornerButton(options: Options): () => void {
  const { label, move, hide, onPress, onMove, onHide } = options;
  const { box, colours, remove } = openPageHost(options.lang, {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
  });
  let { place } = options;

  function add(sign: string | Node, name: string, size: string, run: () => void): void {
    const button = pageButton('', run, {
      width: size,
      height: size,
      border: `1px solid ${colours.line}`,
      borderRadius: '50%',
      background: colours.surface,
      color: colours.accent,
    });
    button.ariaLabel = button.title = name;
    button.append(sign);
    box.append(button);
  }

  /** Out of the way of what pages keep in their corners. */
  function stand(): void {
    const at = place % 4;
    const isLeft = at === 1 || at === 2;
    box.style.left = isLeft ? '4px' : 'auto';
    box.style.right = isLeft ? 'auto' : '4px';
    box.style.top = at < 2 ? 'min(75%, 100% - 48px)' : '15%';
  }

  add(mark(), label, '44px', onPress);
  add('⇄', move, '24px', () => {
    place += 1;
    stand();
    onMove(place);
  });
  add('×', hide, '24px', onHide);
  stand();
  return remove;
}

/** The product's mark, a door with its keyhole: of borders and text, which keep to forced colours. */
function mark(): HTMLElement {
  const door = document.createElement('div');
  door.textContent = '•';
  Object.assign(door.style, {
    width: '14px',
    margin: 'auto',
    border: '2px solid',
    borderRadius: '4px',
  });
  return door;
}
