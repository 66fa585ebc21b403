import type { BuildStage } from '../aggregate.ts';
import { bucket, bucketAuto } from './bucket.ts';
import { densify, fill } from './densify.ts';
import { group, sortByCount } from './group.ts';
import { graphLookup } from './graph-lookup.ts';
import { facet, lookup, unionWith } from './lookup.ts';
import { merge, out } from './merge.ts';
import { redact } from './redact.ts';
import {
  addFields,
  count,
  documents,
  limit,
  match,
  project,
  replaceRoot,
  replaceWith,
  sample,
  skip,
  sort,
  unset,
} from './shape.ts';
import { unwind } from './unwind.ts';
import { setWindowFields } from './window.ts';

/** Every aggregation stage this store knows. */
export const STAGES: { [name: string]: BuildStage } = {
  $addFields: addFields,
  $bucket: bucket,
  $bucketAuto: bucketAuto,
  $count: count,
  $densify: densify,
  $documents: documents,
  $facet: facet,
  $fill: fill,
  $graphLookup: graphLookup,
  $group: group,
  $limit: limit,
  $lookup: lookup,
  $match: match,
  $merge: merge,
  $out: out,
  $project: project,
  $redact: redact,
  $replaceRoot: replaceRoot,
  $replaceWith: replaceWith,
  $sample: sample,
  $set: addFields,
  $setWindowFields: setWindowFields,
  $skip: skip,
  $sort: sort,
  $sortByCount: sortByCount,
  $unionWith: unionWith,
  $unset: unset,
  $unwind: unwind,
};
