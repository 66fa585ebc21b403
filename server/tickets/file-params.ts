import { Type } from 'typebox';
import { closed, Id } from '../http/shapes.ts';

export const AttachmentParams = Type.Object(
  { number: Type.Integer({ minimum: 1 }), id: Id, file: Type.String({ maxLength: 60 }) },
  closed,
);

export const UploadParams = Type.Object({ number: Type.Integer({ minimum: 1 }), file: Id }, closed);
