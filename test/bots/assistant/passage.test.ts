import { expect, test } from 'vitest';
import { passageOf } from '../../../bots/assistant/passage.ts';

const article = {
  locale: 'en' as const,
  slug: 'track',
  title: 'Track your parcel',
  summary: 'How to follow a parcel.',
  keywords: [],
  updatedAt: new Date(0),
  body: [
    'Every parcel has a number.',
    '',
    '## Two ways to look',
    '',
    '1. Open **My orders** and press *Follow*.',
    '2. Or use the [link in the mail](confirmation).',
    '',
    'Both show the same.',
    '',
    '## What the states mean',
    '',
    '| State | Meaning |',
    '| --- | --- |',
    '| In transit | On the road |',
    '',
    '## Delivered, but nothing there',
    '',
    '- Ask the neighbours.',
    `- ${'Wait. '.repeat(200)}`,
  ].join('\n'),
};

test('the steps of the section that answers, without markup', () => {
  expect(passageOf(article, 'which ways are there to look for my parcel')).toBe(
    'Two ways to look\n1. Open My orders and press Follow.\n2. Or use the link in the mail.',
  );
});

test('a table as lines', () => {
  expect(passageOf(article, 'meaning of the state in transit')).toBe(
    'What the states mean\nState · Meaning\nIn transit · On the road',
  );
});

test('long sections are cut between lines', () => {
  expect(passageOf(article, 'delivered but nothing is there')).toBe(
    'Delivered, but nothing there\n• Ask the neighbours.\n…',
  );
});

test('the summary when no section stands out', () => {
  expect(passageOf(article, 'zebra')).toBe(article.summary);
});
