import '@fontsource-variable/inter/wght.css';
import '../shared/tokens.css';
import './base.css';
import type { Component } from 'svelte';
import { render as renderComponent } from 'svelte/server';
import type { Pages } from '../../server/help/schema.ts';
import All from './pages/All.svelte';
import Article from './pages/Article.svelte';
import Callback from './pages/Callback.svelte';
import Category from './pages/Category.svelte';
import Home from './pages/Home.svelte';
import Message from './pages/Message.svelte';
import OwnCallback from './pages/OwnCallback.svelte';
import OwnCode from './pages/OwnCode.svelte';
import OwnFind from './pages/OwnFind.svelte';
import OwnList from './pages/OwnList.svelte';
import OwnRepair from './pages/OwnRepair.svelte';
import OwnRequest from './pages/OwnRequest.svelte';
import Request from './pages/Request.svelte';
import Search from './pages/Search.svelte';
import Sent from './pages/Sent.svelte';

const pages: { [Name in keyof Pages]: Component<Pages[Name]> } = {
  home: Home,
  all: All,
  category: Category,
  article: Article,
  search: Search,
  request: Request,
  sent: Sent,
  message: Message,
  callback: Callback,
  'own-callback': OwnCallback,
  'own-request': OwnRequest,
  'own-find': OwnFind,
  'own-code': OwnCode,
  'own-list': OwnList,
  'own-repair': OwnRepair,
};

/** One page of the help site as HTML: what goes into the head, and the body. */
export function render<Name extends keyof Pages>(page: Name, props: Pages[Name]): { head: string; body: string } {
  const component = pages[page] as Component<Pages[Name]>;
  return renderComponent(component, { props: props as never });
}
