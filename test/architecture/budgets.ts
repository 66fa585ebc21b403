import ts from 'typescript';
import { visit, type Source } from './sources.ts';

/** Lines: the most that one may have, and what nine of ten must keep to. */
interface Budget {
  most: number;
  p90: number;
}

export const BUDGETS = {
  file: { most: 300, p90: 150 },
  svelte: { most: 200, p90: 120 },
  function: { most: 60, p90: 30 },
} satisfies Record<string, Budget>;

/** Texts for people and tables of data: as long as they need to be. */
const DATA = [
  /^server\/messages\//,
  /^server\/demo\/(en|es|ro|pl|ru)\.ts$/,
  /^bots\/assistant\/training\//,
  /^test\/server\/channels\/email\/(replies|forwarded|written-texts)\.ts$/,
];

/** Every file and function over budget, and each p90 over budget, in words. */
export function overBudget(sources: readonly Source[]): string[] {
  const code = sources.filter(({ path }) => !DATA.some((data) => data.test(path)));
  const [components, files] = [code.filter(isSvelte), code.filter((source) => !isSvelte(source))];
  const functions = code.filter(({ path }) => !path.startsWith('test/')).flatMap(functionsOf);
  return [
    ...check('file', BUDGETS.file, files.map(withLines)),
    ...check('component', BUDGETS.svelte, components.map(withLines)),
    ...check('function', BUDGETS.function, functions),
  ];
}

interface Measured {
  name: string;
  lines: number;
}

const isSvelte = ({ path }: Source): boolean => path.endsWith('.svelte');
const withLines = ({ path, text }: Source): Measured => ({ name: path, lines: text.trimEnd().split('\n').length });

function check(kind: string, { most, p90 }: Budget, all: Measured[]): string[] {
  const sorted = all.map(({ lines }) => lines).sort((a, b) => a - b);
  const ninth = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  return [
    ...all.filter(({ lines }) => lines > most).map(({ name, lines }) => `${name}: ${lines} lines, ${most} at most`),
    ...(ninth > p90 ? [`p90 of a ${kind} is ${ninth} lines, ${p90} at most`] : []),
  ];
}

/** Functions with a body of statements; one-expression arrows would only sweeten the p90. */
function functionsOf(source: Source): Measured[] {
  const found: Measured[] = [];
  visit(source, (node, file) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body || !ts.isBlock(node.body)) return;
    const line = (at: number): number => file.getLineAndCharacterOfPosition(at).line + 1;
    const start = line(node.getStart());
    found.push({ name: `${source.path}:${start} ${nameOf(node)}`, lines: line(node.end) - start + 1 });
  });
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return named?.getText() ?? '(unnamed)';
}
