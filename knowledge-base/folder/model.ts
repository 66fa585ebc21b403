import { Schema } from 'mongoose';
import { declarePlain } from '../../server/declare.ts';
import { defineModel } from '../../server/model.ts';

/** A file of a folder of articles that is no article, as it came: comes out as it is while it says what is so. */
export interface FolderFileDoc {
  /** Its name. */
  _id: string;
  written: string;
}
const files = new Schema<FolderFileDoc>(
  { _id: String, written: String },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(files, { 'written to be read by everybody': ['_id', 'written'] });
export const FolderFiles = defineModel<FolderFileDoc>('FolderFile', 'article-folder-files', files);
