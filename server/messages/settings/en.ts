/** All texts of the settings, read when they are opened. The other languages have the same keys and placeholders. */
export const en = {
  title: 'Settings',
  back: 'Back to the inbox',
  common: {
    save: 'Save',
    saved: 'Saved',
    cancel: 'Cancel',
  },
  groups: { you: 'You', people: 'People', work: 'Work', connections: 'Connections', data: 'Data' },
  pages: { profile: 'Profile' },
  profile: {
    lead: 'How you appear to others, and how the inbox looks to you.',
    person: 'You',
    name: 'Name',
    nameHint: 'Customers and colleagues see it.',
    email: 'E-mail address',
    emailHint: 'You sign in with it. An admin can change it.',
    signature: 'Signature',
    signatureHint: 'Stands under your e-mails. Leave it empty for none.',
    look: 'Look and language',
    keyboard: 'Keyboard',
  },
};

export type SettingsTexts = typeof en;
