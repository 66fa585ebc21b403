import Clock from '@lucide/svelte/icons/clock';
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import Bell from '@lucide/svelte/icons/bell';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Hourglass from '@lucide/svelte/icons/hourglass';
import KeyRound from '@lucide/svelte/icons/key-round';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import MessageSquareText from '@lucide/svelte/icons/message-square-text';
import Milestone from '@lucide/svelte/icons/milestone';
import Tag from '@lucide/svelte/icons/tag';
import Zap from '@lucide/svelte/icons/zap';
import Smile from '@lucide/svelte/icons/smile';
import TimerReset from '@lucide/svelte/icons/timer-reset';
import Route from '@lucide/svelte/icons/route';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import UserRoundCog from '@lucide/svelte/icons/user-round-cog';
import UsersRound from '@lucide/svelte/icons/users-round';
import Contact from '@lucide/svelte/icons/contact-round';
import UserRound from '@lucide/svelte/icons/user-round';
import Ban from '@lucide/svelte/icons/ban';
import Signature from '@lucide/svelte/icons/signature';
import Phone from '@lucide/svelte/icons/phone';
import Cable from '@lucide/svelte/icons/cable';
import ListChecks from '@lucide/svelte/icons/list-checks';
import BookOpenText from '@lucide/svelte/icons/book-open-text';
import Store from '@lucide/svelte/icons/store';
import Wrench from '@lucide/svelte/icons/wrench';
import type { Component } from 'svelte';
import type { SettingsTexts } from '../../../server/messages/settings/en.ts';

export type PageName = keyof SettingsTexts['pages'];
export type GroupName = keyof SettingsTexts['groups'];

/** One page of the settings. Its title stands in the texts under `pages`, its component takes no props. */
export interface SettingsPage {
  name: PageName;
  group: GroupName;
  icon: Component<{ size?: number | string; strokeWidth?: number }>;
  /** The policy without which the page is not offered (server/access/policies.ts). */
  needs?: string;
  /** Needs all the width there is. */
  wide?: boolean;
  load: () => Promise<{ default: Component }>;
}

/** All pages in the order of the navigation. Their address is `/inbox/settings/<name>`. */
export const pages: readonly SettingsPage[] = [
  { name: 'profile', group: 'you', icon: UserRound, load: () => import('./profile/Profile.svelte') },
  { name: 'notices', group: 'you', icon: Bell, load: () => import('./notices/Notices.svelte') },
  { name: 'security', group: 'you', icon: ShieldCheck, load: () => import('./security/Security.svelte') },
  {
    name: 'agents',
    group: 'people',
    icon: Contact,
    needs: 'agents.read',
    load: () => import('./agents/Agents.svelte'),
  },
  {
    name: 'teams',
    group: 'people',
    icon: UsersRound,
    needs: 'agents.read',
    load: () => import('./teams/Teams.svelte'),
  },
  {
    name: 'hours',
    group: 'people',
    icon: Clock,
    needs: 'agents.read',
    load: () => import('./hours/Hours.svelte'),
  },
  {
    name: 'roles',
    group: 'people',
    icon: UserRoundCog,
    needs: 'agents.read',
    load: () => import('./roles/Roles.svelte'),
  },
  {
    name: 'repairs',
    group: 'work',
    icon: Wrench,
    needs: 'repairs.manage',
    load: () => import('./repairs/Points.svelte'),
  },
  { name: 'rules', group: 'work', icon: Route, needs: 'routing.write', load: () => import('./rules/Rules.svelte') },
  {
    name: 'automation',
    group: 'work',
    icon: TimerReset,
    needs: 'routing.write',
    load: () => import('./automation/Automation.svelte'),
  },
  {
    name: 'satisfaction',
    group: 'work',
    icon: Smile,
    needs: 'reports.read',
    load: () => import('./satisfaction/Satisfaction.svelte'),
  },
  {
    name: 'deadlines',
    group: 'work',
    icon: AlarmClock,
    needs: 'routing.write',
    load: () => import('./deadlines/Deadlines.svelte'),
  },
  {
    name: 'replies',
    group: 'work',
    icon: MessageSquareText,
    needs: 'macros.read',
    load: () => import('./macros/Replies.svelte'),
  },
  { name: 'macros', group: 'work', icon: Zap, needs: 'macros.read', load: () => import('./macros/Macros.svelte') },
  {
    name: 'steps',
    group: 'work',
    icon: Milestone,
    needs: 'settings.write',
    load: () => import('./steps/Steps.svelte'),
  },
  { name: 'tags', group: 'work', icon: Tag, needs: 'tickets.read', load: () => import('./tags/Tags.svelte') },
  {
    name: 'blocked',
    group: 'work',
    icon: Ban,
    needs: 'customers.read',
    load: () => import('./blocked/Blocked.svelte'),
  },
  {
    name: 'articles',
    group: 'shop',
    icon: BookOpenText,
    needs: 'articles.read',
    wide: true,
    load: () => import('./articles/Articles.svelte'),
  },
  { name: 'shop', group: 'shop', icon: Store, needs: 'shop.write', load: () => import('./shop/Shop.svelte') },
  {
    name: 'setup',
    group: 'connections',
    icon: ListChecks,
    needs: 'settings.write',
    load: () => import('./setup/Setup.svelte'),
  },
  {
    name: 'channels',
    group: 'connections',
    icon: Cable,
    needs: 'channels.read',
    load: () => import('./channels/Channels.svelte'),
  },
  {
    name: 'widget',
    group: 'connections',
    icon: MessagesSquare,
    needs: 'settings.write',
    load: () => import('./widget/Widget.svelte'),
  },
  {
    name: 'telephone',
    group: 'connections',
    icon: Phone,
    needs: 'settings.write',
    load: () => import('./telephone/Telephone.svelte'),
  },
  {
    name: 'signing',
    group: 'connections',
    icon: Signature,
    needs: 'settings.write',
    load: () => import('./signing/Signing.svelte'),
  },
  {
    name: 'tokens',
    group: 'connections',
    icon: KeyRound,
    needs: 'tokens.write',
    load: () => import('./tokens/Tokens.svelte'),
  },
  {
    name: 'retention',
    group: 'data',
    icon: Hourglass,
    needs: 'retention.write',
    load: () => import('./retention/Retention.svelte'),
  },
  { name: 'audit', group: 'data', icon: ScrollText, needs: 'audit.read', load: () => import('./audit/Audit.svelte') },
];

export const groups: readonly GroupName[] = ['you', 'people', 'work', 'shop', 'connections', 'data'];
