const TILES = 20;

/**
 * Fills the board: twenty calls at once, each shown as it is answered. `data-answered` counts the
 * answers, `data-loaded` the good ones.
 */
export function loadBoard(board, words) {
  board.dataset.loaded = '0';
  board.dataset.answered = '0';
  board.replaceChildren();
  for (let number = 1; number <= TILES; number += 1) {
    const tile = document.createElement('article');
    tile.className = 'tile';
    write(tile, `#${number}`, words.loading, '');
    board.append(tile);
    void fill(board, tile, number, words);
  }
}

async function fill(board, tile, number, words) {
  try {
    const response = await fetch(`/api/tile/${number}`);
    if (response.ok) {
      const pipeline = await response.json();
      write(tile, pipeline.name, String(pipeline.runs), words.runs);
      count(board, 'loaded');
    } else {
      tile.classList.add('refused');
      write(tile, `#${number}`, String(response.status), words.refused);
    }
  } catch {
    tile.classList.add('refused');
    write(tile, `#${number}`, '–', words.refused);
  }
  count(board, 'answered');
}

function count(board, name) {
  board.dataset[name] = String(Number(board.dataset[name]) + 1);
}

function write(tile, title, value, unit) {
  const parts = [
    ['span', title],
    ['strong', value],
    ['span', unit],
  ];
  tile.replaceChildren(
    ...parts.map(([tag, text]) => {
      const element = document.createElement(tag);
      element.textContent = text;
      return element;
    }),
  );
}
