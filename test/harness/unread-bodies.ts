import { createServer, type Server } from 'node:net';

/**
 * A platform that reads no body: what comes behind a head it takes for the next request, unless that
 * head said that it is the last one on the connection.
 *
 * @param heads gets the method and target of each.
 */
export function leavingBodiesUnread(heads: string[]): Server {
  return createServer((socket) => {
    let text = '';
    let isLast = false;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isLast) return;
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end);
        heads.push(head.split(' HTTP', 1)[0] ?? '');
        text = text.slice(end + 4);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        isLast = /^connection: close$/im.test(head);
        if (isLast) return void socket.end();
      }
    });
  });
}
