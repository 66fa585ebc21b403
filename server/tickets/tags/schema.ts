import { Type, type Static } from 'typebox';
import { closed, Id } from '../../http/shapes.ts';

export const TagView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    /** How many tickets have it; only where it was asked for. */
    tickets: Type.Optional(Type.Integer()),
    /** True while it is being taken off its tickets. */
    leaving: Type.Boolean(),
  },
  closed,
);
export type TagView = Static<typeof TagView>;
export const TagList = Type.Object({ items: Type.Array(TagView), next: Type.Null() }, closed);
export const TagsQuery = Type.Object({ counts: Type.Optional(Type.Boolean()) }, closed);
export const TagParams = Type.Object({ id: Id }, closed);
/** Its new name; where there is such a tag already, both become one. */
export const TagBody = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }) }, closed);
