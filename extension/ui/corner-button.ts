import { openPageHost, pageButton } from './page-host.ts';

/** Where the button stands, in hundredths of the window's width and height. */
export type CornerPlace = [across: number, down: number];

type Options = {
  label: string;
  /** How it can be moved. */
  hint: string;
  hide: string;
  place: CornerPlace;
  onPress: () => void;
  onMove: (place: CornerPlace) => void;
  onHide: () => void;
};

/** How far one press of an arrow key goes. */
const arrows: Record<string, CornerPlace> = {
  ArrowLeft: [-2, 0],
  ArrowRight: [2, 0],
  ArrowUp: [0, -2],
  ArrowDown: [0, 2],
};

/** A round button that floats over the page, moved by dragging or by arrow keys, with one to hide it. */
export function showCornerButton(options: Options): () => void {
  const { label, hint, hide, onPress, onMove, onHide } = options;
  const { box, colours, remove } = openPageHost({ display: 'flex', touchAction: 'none' });
  const look = {
    border: `1px solid ${colours.line}`,
    borderRadius: '50%',
    background: colours.surface,
    color: colours.accent,
  };
  let place = options.place;
  let dragged = false;

  const size = { width: '44px', height: '44px', boxShadow: '0 2px 8px rgba(13, 18, 30, 0.25)' };
  const button = pageButton('', () => dragged || onPress(), { ...look, ...size });
  const close = pageButton('×', onHide, { ...look, width: '24px', height: '24px' });
  button.ariaLabel = label;
  button.title = hint;
  close.ariaLabel = close.title = hide;
  button.append(mark());
  box.append(button, close);
  moveTo(place);

  button.addEventListener('pointerdown', ({ pointerId }) => {
    dragged = false;
    button.setPointerCapture(pointerId);
  });
  button.addEventListener('pointermove', ({ buttons, clientX, clientY }) => {
    const { left, top } = button.getBoundingClientRect();
    // A hand that presses trembles, too: it drags once it has left the button.
    dragged ||= buttons > 0 && Math.hypot(clientX - left - 22, clientY - top - 22) > 22;
    if (dragged && buttons) moveTo([(clientX / innerWidth) * 100, (clientY / innerHeight) * 100]);
  });
  button.addEventListener('lostpointercapture', () => {
    if (dragged) onMove(place);
  });
  button.addEventListener('keydown', (event) => {
    dragged = false;
    const by = arrows[event.key];
    if (!by) return;
    event.preventDefault();
    moveTo([place[0] + by[0], place[1] + by[1]]);
    onMove(place);
  });
  return remove;

  function moveTo([across, down]: CornerPlace): void {
    place = [Math.min(100, Math.max(0, across)), Math.min(100, Math.max(0, down))];
    // Kept inside of whatever window it is shown in later.
    box.style.left = `clamp(4px, ${place[0]}% - 22px, 100% - 76px)`;
    box.style.top = `clamp(4px, ${place[1]}% - 22px, 100% - 48px)`;
  }
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
