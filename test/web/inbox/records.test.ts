import { en } from '../../../server/messages/records/en.ts';
import { es } from '../../../server/messages/records/es.ts';
import { pl } from '../../../server/messages/records/pl.ts';
import { ro } from '../../../server/messages/records/ro.ts';
import { ru } from '../../../server/messages/records/ru.ts';
import { checkCatalogue } from './catalogue.ts';

checkCatalogue('records', en, { es, pl, ro, ru }, []);
