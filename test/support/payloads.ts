/** What runs when a payload works: a function of the browser's that is there in every frame. */
const RUN = (id: string) => `hit('${id}')`;
const HANDLERS = [
  ...['img src=x onerror', 'svg onload', 'body onload', 'input autofocus onfocus', 'details open ontoggle'],
  ...['video onerror src=x', 'audio onerror src=x', 'object data=x onerror', 'iframe onload', 'marquee onstart'],
  ...['select autofocus onfocus', 'textarea autofocus onfocus', 'a tabindex=1 autofocus onfocus', 'div onmouseover'],
  ...[
    'p onclick',
    'form onsubmit',
    'button onclick',
    'math onclick',
    'style onload',
    'link rel=stylesheet href=x onerror',
  ],
];
const ADDRESSES = [
  ...['javascript:', 'JaVaScRiPt:', 'java\tscript:', '&#106;avascript:', ' javascript:', '\u0001javascript:'],
  ...['java\nscript:', 'javascript&colon;', 'jav&#x09;ascript:'],
];
const CARRIERS = [
  ...['<a href="URL">click</a>', '<iframe src="URL"></iframe>', '<form action="URL"><button>go</button></form>'],
  ...['<svg><a xlink:href="URL"><text y="20">x</text></a></svg>', '<object data="URL"></object>', '<embed src="URL">'],
  ...['<math href="URL">x</math>', '<base href="URL//">', '<meta http-equiv="refresh" content="0;url=URL">'],
  '<area href="URL">',
];
const BROKEN = [
  ...[
    '<script>RUN</script>',
    '<SCRIPT>RUN</SCRIPT>',
    '<scr<script>ipt>RUN</scr</script>ipt>',
    '"><script>RUN</script>',
  ],
  ...[
    "'><script>RUN</script>",
    '</title><script>RUN</script>',
    '</textarea><script>RUN</script>',
    '<script/x>RUN</script>',
  ],
  ...[
    '</script><script>RUN</script>',
    '--><script>RUN</script>',
    ']]><script>RUN</script>',
    '<svg><script>RUN</script></svg>',
  ],
  ...[
    '<img src=x onerror=RUN',
    '<img src="x` `<script>RUN</script>"` `>',
    '<<img src=x onerror=RUN>',
    '<img/src=x/onerror=RUN>',
  ],
  ...['" onmouseover="RUN', "' autofocus onfocus='RUN", '" autofocus onfocus="RUN" x="', '`onmouseover=RUN', '{{RUN}}'],
  ...[
    '${RUN}',
    '{@html "<img src=x onerror=RUN>"}',
    '<%= RUN %>',
    '#{RUN}',
    '[click](javascript:RUN)',
    '![x](x" onerror="RUN)',
  ],
  ...['<math><mtext><table><mglyph><style><img src=x onerror=RUN></style></mglyph></table></mtext></math>'],
  ...[
    '<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>',
    '<svg><style><img src=x onerror=RUN></style></svg>',
  ],
  ...['<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN></style></mglyph></form>'],
  ...['<template><img src=x onerror=RUN></template>', '<xmp><p title="</xmp><img src=x onerror=RUN>"></xmp>'],
  ...['<select><style></select><img src=x onerror=RUN></style></select>', '<style>@import "javascript:RUN";</style>'],
  ...['<div style="background:url(javascript:RUN)">x</div>', '<div style="width:expression(RUN)">x</div>'],
  ...['<iframe srcdoc="<script>RUN</script>"></iframe>', '<iframe srcdoc="&lt;script&gt;RUN&lt;/script&gt;"></iframe>'],
  ...['<a href="data:text/html,<script>RUN</script>">click</a>', '<a href="vbscript:RUN">click</a>'],
  ...['<svg><animate onbegin=RUN attributeName=x dur=1s></svg>', '<svg><set onbegin=RUN attributeName=x></svg>'],
  ...['<svg><use href="data:image/svg+xml,<svg id=x onload=RUN></svg>#x"></svg>', '<img srcset="x" src=x onerror=RUN>'],
  ...[
    '<img src=x onerror\n=\nRUN>',
    '<img src=x oNeRrOr=RUN>',
    '<img src=x onerror&#61;RUN>',
    '<img src=x on\u0000error=RUN>',
  ],
  ...[
    '\u202e<img src=x onerror=RUN>',
    '\ufeff<script>RUN</script>',
    '＜script＞RUN＜/script＞',
    '+ADw-script+AD4-RUN+ADw-/script+AD4-',
  ],
  ...[
    '<!--[if gte IE 4]><script>RUN</script><![endif]-->',
    '<?xml version="1.0"?><script>RUN</script>',
    '<!DOCTYPE x [<!ENTITY y "RUN">]>&y;',
  ],
];
/** Script in every clothing that mails, chats and forms could bring it in; each calls `hit` with a name of its own. */
export const PAYLOADS: readonly string[] = [
  ...HANDLERS.map((tag) => `<${tag}="RUN">x</${tag.split(' ')[0]}>`),
  ...ADDRESSES.flatMap((scheme) => CARRIERS.map((carrier) => carrier.replace('URL', `${scheme}RUN`))),
  ...BROKEN,
].map((payload, i) => payload.replaceAll('RUN', RUN(`p${i}`)));
