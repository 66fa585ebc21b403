import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from './app.ts';
import { buildFrontEnds } from './build.ts';

/** The app with the built help site and the sample knowledge base. */
export async function buildHelpApp(options: TestAppOptions = {}): Promise<TestApp> {
  buildFrontEnds('help');
  const app = await buildTestApp(options);
  await loadSampleArticles(app.context);
  return app;
}
