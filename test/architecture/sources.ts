import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** A file of the tree: its path from the top, with slashes, and its text. */
export interface Source {
  path: string;
  text: string;
}

const top = join(import.meta.dirname, '../..');
const FOLDERS = ['server', 'bots', 'knowledge-base', 'web', 'bin', 'test'];

/** Everything that we write ourselves and that is code. */
export function readSources(): Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs|js|svelte)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: file.slice(top.length + 1).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') })),
  ).sort((a, b) => a.path.localeCompare(b.path));
}

/** The syntax trees of a file: one, or one for each script of a Svelte component. */
export function parse({ path, text }: Source): ts.SourceFile[] {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '')
    : [text];
  return scripts.map((script) => ts.createSourceFile(`${path}.ts`, script, ts.ScriptTarget.Latest, true));
}

/** Calls back for every node of a file. */
export function visit(source: Source, each: (node: ts.Node, file: ts.SourceFile) => void): void {
  for (const file of parse(source)) {
    const walk = (node: ts.Node): void => {
      each(node, file);
      node.forEachChild(walk);
    };
    walk(file);
  }
}

export interface Import {
  /** Path from the top, of a file of ours. */
  target: string;
  /** `import type`, or nothing but types named. */
  typeOnly: boolean;
}

/** What a file imports of ours, dynamic imports included. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.')) return;
    const target = posix.join(posix.dirname(source.path), specifier.text.replace(/\?.*$/, ''));
    found.push({ target, typeOnly });
  };
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
  });
  return found;
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}
