import type { MessageDoc } from './message-model.ts';

/**
 * The page that shows a message's HTML in a frame: sanitised when it was stored, no scripts, its own sandbox CSP
 * (a srcdoc frame would inherit the page's), pictures from outside only when asked for.
 */
export function frameOf(
  number: number,
  message: MessageDoc,
  images: boolean,
): { html: string; headers: Record<string, string> } {
  const base = `/api/v1/tickets/${number}/messages/${String(message._id)}/attachments`;
  // An agent's picture is named by its file.
  const files = new Map((message.attachments ?? []).flatMap(({ cid, id }) => [cid ?? id, id].map((n) => [n, id])));
  const body = (message.html ?? '').replace(/(<img[^>]{0,2000}?\ssrc=")cid:([^"]{1,300})"/gi, (_all, start, cid) => {
    const id = files.get(String(cid));
    return id ? `${String(start)}${base}/${id}"` : `${String(start)}"`;
  });
  const remote = images ? ' http: https:' : '';
  return {
    html: `<!doctype html><meta charset="utf-8"><base target="_blank"><style>${STYLE}</style><body>${body}`,
    headers: {
      'content-security-policy': `default-src 'none'; img-src 'self'${remote}; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin; frame-ancestors 'self'`,
      'cache-control': 'private, max-age=300',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    },
  };
}

const STYLE =
  'html{color-scheme:light}body{margin:0;padding:4px;background:#fff;color:#1a1d24;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 .5em;padding-left:.8em;border-left:3px solid #d5d9e0;color:#555c69}pre{white-space:pre-wrap}';
