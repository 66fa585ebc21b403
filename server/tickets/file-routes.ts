import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { MAX_FILE_BYTES, openAttachment } from '../attachments/store.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { sendStream } from '../http/file.ts';
import { typed } from '../http/route.ts';
import { loadMessage, loadTicket } from './find.ts';
import { frameOf } from './frame.ts';
import { AttachmentParams, UploadParams } from './file-params.ts';
import { AttachmentView, MessageParams, TicketParams } from './schema.ts';
import { presentUpload } from './present.ts';
import { loadUpload, upload } from './upload.ts';

const read = { policy: 'tickets.read' as const };

/** Files of a ticket, and the HTML of a message for its frame. */
export function ticketFileRoutes(app: FastifyInstance, context: Context): void {
  uploadRoute(app, context);
  typed(app).get(
    '/api/v1/tickets/:number/messages/:id/attachments/:file',
    { config: read, schema: { params: AttachmentParams } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const message = await loadMessage(context, ticket, request.params.id);
      if (message.damaged?.includes('attachments')) fail('damaged');
      const file = message.attachments?.find((f) => f.id === request.params.file) ?? fail('not-found');
      return await sendStream(answer, { ...file, pieces: openAttachment(context, String(message.customer), file.id) });
    },
  );
  typed(app).get(
    '/api/v1/tickets/:number/messages/:id/html',
    {
      config: read,
      schema: {
        params: MessageParams,
        querystring: Type.Object({ images: Type.Optional(Type.Literal('1')) }, { additionalProperties: false }),
      },
    },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const message = await loadMessage(context, ticket, request.params.id);
      if (message.damaged?.includes('html')) fail('damaged');
      const frame = frameOf(ticket.number, message, request.query.images === '1');
      return await answer.type('text/html; charset=utf-8').headers(frame.headers).send(frame.html);
    },
  );
}

/** The bytes of an uploaded file. Fails `too-large` at the end of what is read of a larger one. */
async function* wholeOf({ file }: MultipartFile): AsyncGenerator<Uint8Array> {
  for await (const piece of file) yield piece as Uint8Array;
  if (file.truncated) fail('too-large');
}

function uploadRoute(app: FastifyInstance, context: Context): void {
  typed(app).post(
    '/api/v1/tickets/:number/attachments',
    { config: { policy: 'tickets.write' }, schema: { params: TicketParams, response: { 201: AttachmentView } } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const part =
        (await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } })) ?? fail('bad-request', 'No file.');
      const file = await upload(context, ticket, { name: part.filename, type: part.mimetype, content: wholeOf(part) });
      return await answer.code(201).send(presentUpload(ticket.number, file));
    },
  );
  typed(app).get(
    '/api/v1/tickets/:number/attachments/:file',
    { config: { policy: 'tickets.write' }, schema: { params: UploadParams } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const { customer, file } = await loadUpload(context, ticket, request.params.file);
      return await sendStream(answer, { ...file, pieces: openAttachment(context, String(customer), file.id) });
    },
  );
}
