import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOf } from '../images.ts';

/** Paths below a folder, with slashes, sorted. */
export interface Found {
  articles: string[];
  images: string[];
  /** What is neither. */
  others: string[];
}

/** What lies in a folder of articles. Hidden files are passed over; a README is for its readers and no article. */
export async function walk(folder: string): Promise<Found> {
  const found: Found = { articles: [], images: [], others: [] };
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const paths = files.map((file) => file.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')).sort();
  for (const path of paths) {
    if (/(^|\/)\./.test(path) || path === 'categories.json') continue;
    if (/\.(md|markdown)$/i.test(path) && !/(^|\/)readme\.\w+$/i.test(path)) found.articles.push(path);
    else if (kindOf(path)) found.images.push(path);
    else found.others.push(path);
  }
  return found;
}
