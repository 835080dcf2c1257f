import { openPageHost, pageButton } from './page-host.ts';

/** Where the button can stand, out of the way of what pages keep in their corners. */
const places = [
  { right: '4px', left: 'auto', top: 'min(75%, 100% - 48px)' },
  { right: 'auto', left: '4px', top: 'min(75%, 100% - 48px)' },
  { right: 'auto', left: '4px', top: '15%' },
  { right: '4px', left: 'auto', top: '15%' },
];

type Options = {
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
  const { box, colours, remove } = openPageHost({
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

  function stand(): void {
    Object.assign(box.style, places[place % places.length]);
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
