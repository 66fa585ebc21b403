import { Type, type Static } from 'typebox';
import { MessageView, TicketView } from '../tickets/schema.ts';

/** Every frame of /ws/inbox. The session cookie is checked at the upgrade. */
const closed = { additionalProperties: false };
const Person = Type.Object({ id: Type.String(), name: Type.String() }, closed);
const Seq = Type.Integer({ minimum: 0 });

export const ClientFrame = Type.Union([
  /** First frame. With `after` the server sends what came since then, or `resync`. */
  Type.Object({ t: Type.Literal('hello'), after: Type.Optional(Seq) }, closed),
  /** The ticket that is on this agent's screen, null for none: presence, renewed by any frame, ends after 45 s. */
  Type.Object({ t: Type.Literal('watch'), ticket: Type.Union([Type.Integer(), Type.Null()]) }, closed),
  /** A lease of 6 s. */
  Type.Object({ t: Type.Literal('typing'), ticket: Type.Integer(), on: Type.Boolean() }, closed),
  Type.Object({ t: Type.Literal('ping') }, closed),
]);
export type ClientFrame = Static<typeof ClientFrame>;

export const ServerFrame = Type.Union([
  /** Answer to hello: up to which sequence this socket is, after any missed events were sent. */
  Type.Object({ t: Type.Literal('ready'), seq: Seq }, closed),
  /** Too old or unknown `after`: read everything again over HTTP, then go on from `seq`. */
  Type.Object({ t: Type.Literal('resync'), seq: Seq }, closed),
  /** A ticket as it is now (new or changed); upsert by id. `fields` names what changed. */
  Type.Object({ t: Type.Literal('ticket'), seq: Seq, ticket: TicketView, fields: Type.Array(Type.String()) }, closed),
  /** A message as it is now (new, delivery settled, edited); upsert by id, or by clientId for one's own. */
  Type.Object({ t: Type.Literal('message'), seq: Seq, message: MessageView, ticket: TicketView }, closed),
  /** A message is not there any more: taken back before it went out, or erased. */
  Type.Object({ t: Type.Literal('gone'), seq: Seq, message: Type.String(), ticket: TicketView }, closed),
  /** An agent's availability or name changed. */
  Type.Object({ t: Type.Literal('agent'), seq: Seq, agent: Type.String(), fields: Type.Array(Type.String()) }, closed),
  /** A channel came up or failed: read GET /api/v1/channels. */
  Type.Object({ t: Type.Literal('channel'), seq: Seq, channel: Type.String() }, closed),
  /** A telephone call rings, goes on or has ended with these agents: read GET /api/v1/calls/:id. */
  Type.Object({ t: Type.Literal('call'), seq: Seq, call: Type.String(), agents: Type.Array(Type.String()) }, closed),
  /** The call list has changed: read GET /api/v1/callbacks. */
  Type.Object({ t: Type.Literal('callback'), seq: Seq, callback: Type.String() }, closed),
  /** Who looks at and who types in a ticket now. No sequence. */
  Type.Object(
    {
      t: Type.Literal('presence'),
      ticket: Type.Integer(),
      viewers: Type.Array(Person),
      typing: Type.Array(Person),
      /** The customer types. */
      customerTyping: Type.Boolean(),
    },
    closed,
  ),
  Type.Object({ t: Type.Literal('pong'), seq: Seq }, closed),
  Type.Object({ t: Type.Literal('error'), code: Type.String() }, closed),
]);
export type ServerFrame = Static<typeof ServerFrame>;
