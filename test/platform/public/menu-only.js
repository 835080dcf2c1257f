import { wireUserMenu } from './menu.js';

wireUserMenu();
