import { connect } from 'node:net';

/**
 * The threads of an INBOX by References alone (RFC 5256), as a mail program would show them: numbers of mails, one list a
 * thread.
 */
export async function threadsOf(imapUrl: string): Promise<number[][]> {
  const { hostname, port, username, password } = new URL(imapUrl);
  const quoted = (text: string) => `"${decodeURIComponent(text).replace(/[\\"]/g, '\\$&')}"`;
  const socket = connect(Number(port), hostname);
  const commands = [
    `1 LOGIN ${quoted(username)} ${quoted(password)}`,
    '2 SELECT INBOX',
    '3 THREAD REFERENCES UTF-8 ALL',
    '4 LOGOUT',
  ];
  let heard = '';
  let next = 0;
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      const ready = next === 0 ? heard.includes('\r\n') : new RegExp(`^${next} OK`, 'm').test(heard);
      if (ready && commands[next] !== undefined) socket.write(`${commands[next++]}\r\n`);
      else if (/^\d (?:NO|BAD)/m.test(heard)) socket.destroy(new Error(heard));
    });
  });
  return listsIn(/^\* THREAD (.*)$/m.exec(heard)?.[1] ?? '');
}

/** `(1 2 (3)(4))(5)` → [[1, 2, 3, 4], [5]] */
function listsIn(text: string): number[][] {
  const lists: number[][] = [];
  let depth = 0;
  for (const [token] of text.matchAll(/[()]|\d+/g)) {
    if (token === '(' && depth++ === 0) lists.push([]);
    else if (token === ')') depth--;
    else if (token !== '(') lists.at(-1)?.push(Number(token));
  }
  return lists;
}
