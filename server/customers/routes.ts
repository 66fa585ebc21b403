import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { telephoneSettings } from '../settings/telephone.ts';
import { blockedCustomers, setBlocked } from './block.ts';
import { changeCustomer } from './change.ts';
import { customersByAddress } from './find.ts';
import { addIdentity, removeIdentity, verifyIdentity } from './identities.ts';
import { mergeCustomers, unmergeCustomer } from './merge.ts';
import { personOf, type Person } from './person.ts';
import { e164 } from './phone.ts';
import { presentCustomer } from './present.ts';
import {
  BlockBody,
  CustomerBody,
  CustomerList,
  CustomerMergeBody,
  CustomerParams,
  CustomersQuery,
  CustomerView,
  IdentityBody,
  IdentityParams,
  VerifyBody,
} from './schema.ts';

const tags = ['customers'];
const read = { policy: 'customers.read' as const };
const write = { policy: 'customers.write' as const };

/** Reading and changing customers. Their timeline needs tickets, and stands in privacy/. */
export function customerRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/customers',
    { config: read, schema: { tags, querystring: CustomersQuery, response: { 200: CustomerList } } },
    async (request) => {
      const { address } = request.query;
      const found = address
        ? await customersByAddress(context, address)
        : (await blockedCustomers(context)).map(({ _id }) => _id);
      const people = new Map<string, Person>();
      for (const id of found) {
        const person = await personOf(context, String(id));
        people.set(String(person.primary._id), person);
      }
      return { items: [...people.values()].map(presentCustomer), next: null };
    },
  );
  typed(app).get(
    '/api/v1/customers/:id',
    { config: read, schema: { tags, params: CustomerParams, response: { 200: CustomerView } } },
    async (request) => presentCustomer(await personOf(context, request.params.id)),
  );
  changes(app, context);
  identities(app, context);
}

type Act<Params, Body> = (params: Params, body: Body, request: FastifyRequest) => Promise<Person>;
type Method = 'POST' | 'PUT' | 'DELETE';

/** A change of a customer answers them as they are then. */
function changing(app: FastifyInstance) {
  return <Params extends TSchema, Body extends TSchema>(
    [method, path]: readonly [Method, string],
    { params, body }: { params: Params; body?: Body },
    act: Act<Static<Params>, Static<Body>>,
  ): void => {
    app.route({
      method,
      url: `/api/v1/customers/:id${path}`,
      config: write,
      schema: { tags, params, ...(body ? { body } : {}), response: { 200: CustomerView } },
      handler: async (request) => presentCustomer(await act(request.params as never, request.body as never, request)),
    });
  };
}

function changes(app: FastifyInstance, context: Context): void {
  const change = changing(app);
  change(['PUT', ''], { params: CustomerParams, body: CustomerBody }, ({ id }, body) =>
    changeCustomer(context, id, body),
  );
  change(['POST', '/block'], { params: CustomerParams, body: BlockBody }, async ({ id }, { blocked }, request) => {
    const person = await setBlocked(context, id, blocked);
    const act = blocked ? 'customer.blocked' : 'customer.unblocked';
    await audit(context, request.principal, act, { about: { kind: 'customer', id } });
    return person;
  });
  change(['POST', '/merge'], { params: CustomerParams, body: CustomerMergeBody }, async ({ id }, { into }, request) => {
    const person = await mergeCustomers(context, id, into);
    await audit(context, request.principal, 'customer.merged', { about: { kind: 'customer', id } });
    return person;
  });
  change(['DELETE', '/merge'], { params: CustomerParams }, async ({ id }, _body, request) => {
    const person = await unmergeCustomer(context, id);
    await audit(context, request.principal, 'customer.unmerged', { about: { kind: 'customer', id } });
    return person;
  });
}

function identities(app: FastifyInstance, context: Context): void {
  const change = changing(app);
  change(['POST', '/identities'], { params: CustomerParams, body: IdentityBody }, ({ id }, body) =>
    addStated(context, id, body),
  );
  change(['PUT', '/identities/:identity'], { params: IdentityParams, body: VerifyBody }, ({ id, identity }, body) =>
    verifyIdentity(context, id, identity, body.verified),
  );
  change(['DELETE', '/identities/:identity'], { params: IdentityParams }, ({ id, identity }) =>
    removeIdentity(context, id, identity),
  );
}

async function addStated(context: Context, id: string, { kind, value }: Static<typeof IdentityBody>): Promise<Person> {
  if (kind === 'email') return await addIdentity(context, id, { kind, value });
  const { country } = await telephoneSettings(context);
  const number =
    e164(value, country) ?? fail('unprocessable', 'This is no telephone number with its country’s prefix.');
  return await addIdentity(context, id, { kind, value: number });
}
