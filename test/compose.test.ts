import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../server/config.ts';

// There is no Docker where the tests run: both files are checked by parsing only.
const read = (name: string) => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string | number>;
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

describe('docker-compose.yml (by parsing only)', () => {
  const { services, volumes } = parse(read('docker-compose.yml')) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  it('has the app and its engines', () =>
    expect(Object.keys(services)).toEqual(['app', 'mongodb', 'meilisearch', 'redis']));

  it('gives every service a health check; the app has its own in the image', () => {
    for (const [name, service] of Object.entries(services).filter(([name]) => name !== 'app'))
      expect(service.healthcheck?.test[0], name).toBe('CMD');
    expect(read('Dockerfile')).toMatch(/^HEALTHCHECK /m);
  });

  it('starts the app when the others are healthy', () => {
    const healthy = { condition: 'service_healthy' };
    expect(services['app']?.depends_on).toEqual({ mongodb: healthy, meilisearch: healthy, redis: healthy });
  });

  it('keeps data in volumes that it declares', () => {
    const used = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect(used.map((volume) => volume.split(':')[0]).sort()).toEqual(Object.keys(volumes).sort());
  });

  it('makes the replica set of one node that MONGODB_URI names', () => {
    expect(services['mongodb']?.image).toBe('mongo:8');
    expect(services['mongodb']?.healthcheck?.test.at(-1)).toContain("rs.initiate({ _id: 'rs0'");
    expect(services['app']?.environment?.['MONGODB_URI']).toContain('replicaSet=rs0');
  });

  it('gives the app an environment that its configuration takes', () => {
    const env = Object.entries(services['app']?.environment ?? {}).map(([name, value]) => [name, String(value)]);
    expect(readConfig(Object.fromEntries(env) as Record<string, string>)).toMatchObject({
      port: 3000,
      dataDir: '/data',
    });
  });
});

describe('Dockerfile (by parsing only)', () => {
  /** Instructions with their continuation lines joined. */
  const instructions = read('Dockerfile')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1).trim()] as const);
  const all = (name: string) => instructions.filter(([instruction]) => instruction === name).map(([, value]) => value);

  it('has only instructions that exist', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'CMD'];
    expect(instructions.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('builds in a first stage and takes its result', () => {
    expect(all('FROM')).toEqual(['node:24-slim AS build', 'node:24-slim']);
    expect(all('COPY')).toContain('--from=build /app /app');
  });

  it('does not run as root', () => expect(all('USER')).toEqual(['node']));

  it('checks its health and starts as documented', () => {
    const check = JSON.parse(/CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0] ?? '')?.[1] ?? '') as string[];
    expect(check[2]).toContain('/readyz');
    expect(() => new Function(check[2] ?? '(')).not.toThrow();
    expect(JSON.parse(all('CMD')[0] ?? '')).toEqual([
      'node',
      '--max-semi-space-size=4',
      '--no-parallel-scavenge',
      '--expose-gc',
      'bin/start.mjs',
    ]);
  });

  it('leaves secrets and data out of the image', () =>
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.env', 'data', '.git', 'node_modules']),
    ));
});
