import '@fontsource-variable/inter/wght.css';
import '../shared/tokens.css';
import './base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Inbox } from './state/inbox.svelte.ts';
import { Texts } from './state/texts.svelte.ts';

const inbox = new Inbox(await Texts.in(Texts.preferred()));
inbox.router.start();
void inbox.session.check();
mount(App, { target: document.getElementById('app')!, props: { inbox } });
