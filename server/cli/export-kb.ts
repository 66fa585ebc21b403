import { exportFolder } from '../../knowledge-base/folder/export.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud export kb DIR

Writes the knowledge base as Markdown files with front matter, and its pictures, for a team that keeps it in git. What
was imported and has not changed since is the same file, byte for byte. Sample articles are left out. Files that are
there already and are of no article stay.`,
  takes: [1, 1],
  async run({ args, say }) {
    const desk = await openDesk();
    try {
      const { files, images, samples } = await exportFolder(desk.context, args[0] ?? '');
      say(`${files} files and ${images} pictures written.`);
      if (samples > 0) say(`${samples} sample articles left out.`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};
