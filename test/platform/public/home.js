import { loadBoard } from './board.js';
import { wireUserMenu } from './menu.js';

wireUserMenu();

const board = document.getElementById('board');
loadBoard(board, board.dataset);
