import { en } from '../../../../server/messages/settings/en.ts';
import { es } from '../../../../server/messages/settings/es.ts';
import { pl } from '../../../../server/messages/settings/pl.ts';
import { ro } from '../../../../server/messages/settings/ro.ts';
import { ru } from '../../../../server/messages/settings/ru.ts';
import { checkCatalogue } from '../catalogue.ts';

checkCatalogue('the settings', en, { es, pl, ro, ru }, [
  'articles.gapCount',
  'security.codesLeft',
  'teams.members',
  'hours.count',
  'tags.tickets',
  'channels.takeOver',
]);
