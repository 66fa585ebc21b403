import { relative } from 'node:path';
import { writeFileSync } from 'node:fs';

/**
 * For test/run.mjs: what passed, what failed and why, what passed only when it was tried again (`second`), and what was
 * skipped with its reason: the note of `context.skip(note)`,
 * or what stands in brackets at the end of the name of the test or of its group: `describe.skipIf(…)('x (needs y)')`.
 */
export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [], failures: [], second: [] };
    for (const error of unhandledErrors) counts.failures.push(`outside of a test: ${wordsOf(error)}`);
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) count(counts, module, test);
      // A file that did not load, or a failed hook.
      if (module.state() === 'failed' && counts.failed === before) {
        counts.failed += 1;
        const [error] = module.errors();
        counts.failures.push(`${relative('.', module.moduleId)}: ${firstLine(error?.message ?? 'a hook failed')}`);
      }
    }
    const file = process.env.OMBUD_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}

function count(counts, module, test) {
  const result = test.result();
  const name = `${relative('.', module.moduleId)} ${test.fullName}`;
  if (result.state === 'passed') {
    counts.passed += 1;
    if (test.diagnostic()?.flaky) counts.second.push(`${name}: ${firstLine(result.errors?.[0]?.message)}`);
  } else if (result.state === 'failed') {
    counts.failed += 1;
    counts.failures.push(`${name}: ${firstLine(result.errors?.[0]?.message)}`);
  } else counts.skipped.push({ test: name, reason: reasonOf(test, result) });
}

/** The runner's own errors say what they come from in their cause only. */
const wordsOf = ({ message, cause }) =>
  [message, cause?.message, cause?.stack?.split('\n')[1]?.trim()].filter(Boolean).map(firstLine).join(' | ');

const firstLine = (text = '') => text.split('\n')[0].slice(0, 300);

function reasonOf(test, result) {
  const bracketed = /\(([^()]+)\)$/;
  const names = [test.name, ...parents(test).map((parent) => parent.name ?? '')];
  const inName = names.map((name) => bracketed.exec(name)?.[1]).find(Boolean);
  return result.note ?? inName ?? 'NO REASON GIVEN';
}

function parents(test) {
  const found = [];
  for (let parent = test.parent; parent && parent.type === 'suite'; parent = parent.parent) found.push(parent);
  return found;
}
