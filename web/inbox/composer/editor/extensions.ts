import { Extension, Node, type Extensions } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import StarterKit from '@tiptap/starter-kit';

/** A line of text. Mail programs put room between paragraphs, which nobody has typed: lines are divs, as in their own. */
const Line = Node.create({
  name: 'paragraph',
  priority: 1000,
  group: 'block',
  content: 'inline*',
  parseHTML: () => [{ tag: 'p' }, { tag: 'div' }],
  renderHTML: () => ['div', 0],
});

/** Marks variables that nobody has filled in. */
const Variables = Extension.create({
  name: 'variables',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        decorations({ doc }) {
          const found: Decoration[] = [];
          doc.descendants((node, at) => {
            for (const match of (node.text ?? '').matchAll(/\{\{[^{}]*\}\}/g)) {
              const from = at + match.index;
              found.push(Decoration.inline(from, from + match[0].length, { class: 'variable' }));
            }
          });
          return DecorationSet.create(doc, found);
        },
      },
    }),
  ],
});

/** What can stand in a text: lines and line breaks; with formatting also lists, quotes, code, links and emphasis. */
export function extensionsOf(formatting: boolean): Extensions {
  const off = formatting
    ? {}
    : ({
        blockquote: false,
        bold: false,
        bulletList: false,
        code: false,
        codeBlock: false,
        italic: false,
        link: false,
        listItem: false,
        listKeymap: false,
        orderedList: false,
        strike: false,
        underline: false,
      } as const);
  return [
    Line,
    Variables,
    StarterKit.configure({
      heading: false,
      horizontalRule: false,
      paragraph: false,
      trailingNode: false,
      link: { openOnClick: false, autolink: true, defaultProtocol: 'https', protocols: ['mailto', 'tel'] },
      ...off,
    }),
  ];
}
