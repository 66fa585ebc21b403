import type { Context } from '../context.ts';
import { countList } from '../tickets/list.ts';
import type { ViewDoc } from './model.ts';
import type { SavedView } from './schema.ts';
import { openContent } from './seal.ts';
import { mayChange, type Viewer } from './views.ts';

/** Views as an agent sees them, with how many tickets are in each; damaged ones are left out. */
export async function presentViews(context: Context, by: Viewer, views: ViewDoc[]): Promise<SavedView[]> {
  const presented = views.map(async (view): Promise<SavedView[]> => {
    const content = openContent(context, view);
    if (!content) return [];
    return [
      {
        id: String(view._id),
        ...content,
        team: view.team ? String(view.team) : null,
        owner: String(view.owner),
        changeable: mayChange(by, view),
        count: await countList(context, content.query, by.id),
      },
    ];
  });
  return (await Promise.all(presented)).flat();
}
