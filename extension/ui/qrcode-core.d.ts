/** The part of the package that makes the symbol and draws nothing: a third of the whole. */
declare module 'qrcode/lib/core/qrcode.js' {
  export { create } from 'qrcode';
}
