import { Type, type Static, type TSchema } from 'typebox';

/** Building blocks of schemas, in forms that validate and serialise fast (no unions where a keyword does). */
export const closed = { additionalProperties: false };

/** One of these words. */
export const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values });

/** The schema, or null. */
export const nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({
    ...schema,
    nullable: true,
    // An enumeration that does not name null refuses it all the same.
    ...('enum' in schema ? { enum: [...(schema.enum as unknown[]), null] } : {}),
  });

/** ISO 8601 in UTC. */
export const Time = Type.String({ format: 'date-time' });
/** Hex ObjectId. */
export const Id = Type.String({ pattern: '^[0-9a-f]{24}$' });
