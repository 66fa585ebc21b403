import Archive from '@lucide/svelte/icons/archive';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Clock from '@lucide/svelte/icons/clock';
import Code from '@lucide/svelte/icons/code';
import Equal from '@lucide/svelte/icons/equal';
import Mail from '@lucide/svelte/icons/mail';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import Warning from '@lucide/svelte/icons/message-square-warning';
import Moon from '@lucide/svelte/icons/moon';
import Package from '@lucide/svelte/icons/package';
import Phone from '@lucide/svelte/icons/phone';
import Send from '@lucide/svelte/icons/send';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';

type Icon = Component<{ size?: number | string }>;

/** One sign for each word of the desk, the same everywhere. */
export const statusIcons: Record<string, Icon> = {
  new: CircleDashed,
  open: CircleDot,
  pending: Clock,
  snoozed: Moon,
  solved: CircleCheck,
  closed: Archive,
};
export const channelIcons: Record<string, Icon> = {
  email: Mail,
  webchat: MessageCircle,
  telegram: Send,
  teams: Users,
  form: ClipboardList,
  api: Code,
  phone: Phone,
};
export const typeIcons: Record<string, Icon> = { complaint: Warning, return: Package, inquiry: CircleHelp };
export const priorityIcons: Record<string, Icon> = { low: ArrowDown, normal: Equal, high: ArrowUp, urgent: ChevronsUp };
