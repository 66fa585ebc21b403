import sanitizeHtml from 'sanitize-html';

const TAGS = [
  'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em',
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small',
  'span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr',
]
  .join(' ')
  .split(' ');
const COLOUR = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s,.%]+\)$/i, /^[a-z]{3,20}$/i];
const LENGTH = [/^-?[\d.]{1,6}(px|em|rem|pt|%|ex|ch)?$/];
const WORD = [/^[\w-]{1,30}$/];
const styles: Record<string, RegExp[]> = {
  color: COLOUR,
  'background-color': COLOUR,
  'font-size': LENGTH,
  'font-weight': WORD,
  'font-style': WORD,
  'text-align': WORD,
  'text-decoration': WORD,
  'vertical-align': WORD,
  width: LENGTH,
  'max-width': LENGTH,
  padding: LENGTH,
  margin: LENGTH,
  'margin-left': LENGTH,
  'padding-left': LENGTH,
  'border-collapse': WORD,
  'white-space': WORD,
};

/** Deeper nesting is flattened before parsing: parsers recurse. */
const MAX_OPEN_TAGS = 20_000;

/**
 * HTML from outside as it may be stored: no scripts, forms, frames or handlers, links only to http, https, mailto and
 * tel, pictures by http, https or cid. It is shown only in a frame without scripts all the same.
 */
export function sanitize(html: string): string {
  const opening = html.match(/<[a-z]/gi)?.length ?? 0;
  const input = opening > MAX_OPEN_TAGS ? html.replace(/<[^>]{0,2000}>/g, ' ') : html;
  return sanitizeHtml(input, {
    allowedTags: TAGS,
    allowedAttributes: {
      '*': ['dir', 'lang', 'title', 'style', 'align', 'valign', 'width', 'height', 'bgcolor', 'color'],
      a: ['href', 'rel', 'target', 'name'],
      img: ['src', 'alt'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      table: ['border', 'cellpadding', 'cellspacing'],
      font: ['face', 'size'],
      ol: ['start', 'type'],
      time: ['datetime'],
    },
    allowedStyles: { '*': styles },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid'] },
    allowProtocolRelative: false,
    nonTextTags: ['style', 'script', 'textarea', 'option', 'noscript', 'title', 'head'],
    nestingLimit: 100,
    transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }) },
  });
}
