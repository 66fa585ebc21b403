import type { ImageView } from '../../../../knowledge-base/author-schema.ts';
import { ApiError, type Api } from '../../../shared/api.ts';

/** The pictures of what was pasted or dropped. */
export const picturesOf = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));

/** Stores a picture; resolves with its Markdown, or with what went wrong. */
export async function storePicture(api: Api, file: File): Promise<string | ApiError> {
  const alt = file.name.replace(/\.\w+$/, '').replace(/[[\]]/g, '');
  try {
    const { path } = await api.upload<ImageView>('/articles/images', file, () => undefined);
    return `![${alt}](${path})`;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
