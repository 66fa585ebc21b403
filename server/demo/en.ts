import type { Sample } from './sample.ts';

export const en: readonly Sample[] = [
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Emma Clarke',
    age: 2,
    status: 'new',
    team: 'orders',
    subject: 'Where is my parcel? Order VS-48213',
    thread: [
      [
        'customer',
        'Hi,\n\nI ordered a pair of Auralis Move headphones last Tuesday (order VS-48213). The tracking page has said "handed over to the carrier" for three days now. Could you check whether it is stuck somewhere? I need them before I fly on Sunday.\n\nThanks,\nEmma Clarke',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'return',
    from: 'Oliver Bennett',
    age: 30,
    status: 'pending',
    team: 'returns',
    tags: ['14-days'],
    subject: 'Returning the 27" monitor',
    steps: [['approve']],
    thread: [
      [
        'customer',
        'Hello, the Lumina 27 monitor is a lovely thing but far too big for my desk. It is unused apart from ten minutes of testing, and I have the box with all the foam. How do I send it back? Order VS-47902.',
      ],
      [
        'agent',
        'Hello Oliver,\n\nthat is no problem at all: you have until the 28th. I have attached the return label to your order, so you can print it under "My orders". Please put the stand and both cables back into the box. The refund goes to your card within five working days after it has arrived.\n\nShall I look for a smaller model for you?',
      ],
      [
        'customer',
        'Great, it goes out tomorrow morning. And yes please, something around 24 inches with USB-C would be perfect.',
      ],
      [
        'agent',
        'The Lumina 24C is what I would take: 24 inches, one USB-C cable for picture and power, and 60 pounds less. It is in stock. Just tell me and I reserve one for you until your refund is there.',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'complaint',
    from: 'Grace Whitfield',
    age: 75,
    status: 'open',
    priority: 'high',
    team: 'returns',
    tags: ['damaged'],
    subject: 'Coffee machine arrived with a broken water tank',
    steps: [['examine']],
    thread: [
      [
        'customer',
        'The Barista One I ordered (VS-47655) came today with a crack right through the water tank, and there was glass in the box. The outer carton is dented on one side. I am really disappointed, it was a birthday present for my father. What happens now?',
      ],
      [
        'agent',
        'Dear Grace,\n\nI am sorry, that must have been a horrible moment when you opened it. Please do not handle the pieces. Could you send me two photos, one of the carton and one of the tank? A replacement is reserved for you and leaves as soon as I have them; we collect the broken one at your door.',
      ],
      ['note', 'Third dented carton from the same depot this week. Told the warehouse to look at the pallets.'],
      [
        'customer',
        'I sent the photos to this address last night from my phone. The party is on Saturday, will it be here by then?',
      ],
    ],
  },
  {
    channel: 'webchat',
    type: 'inquiry',
    from: 'Noah',
    age: 5,
    status: 'solved',
    team: 'technical',
    thread: [
      ['customer', 'hey, my new earbuds only connect on one side, the left one stays silent'],
      [
        'agent',
        'Hi Noah! That is usually quickly done. Put both into the case, close it, wait ten seconds, then hold the button on the case until the light blinks white. After that pair them again in your phone.',
      ],
      ['customer', 'blinking white now... and both play! thank you so much'],
      ['agent', 'Wonderful. If it ever comes back, the same trick helps. Enjoy your music!'],
    ],
  },
  {
    channel: 'form',
    type: 'complaint',
    from: 'Harry Coleman',
    age: 50,
    status: 'pending',
    team: 'orders',
    fields: { order: 'VS-47811', product: 'Volt S laptop sleeve' },
    subject: 'Charged twice for one order',
    thread: [
      [
        'customer',
        'My bank statement shows two payments of 34.90 to you on the same day, but I placed only one order, VS-47811. Please refund the second one.',
      ],
      [
        'agent',
        'Hello Harry,\n\nI can see the two entries. The first was only reserved by your bank, because the payment was interrupted and started again; we have taken the money once. The reservation is released by your bank within seven days, and I have asked our payment partner to release it right away.\n\nWould you look again on Thursday and tell me whether it is gone?',
      ],
    ],
  },
  {
    channel: 'form',
    type: 'return',
    from: 'Amelia Foster',
    age: 9,
    status: 'new',
    team: 'returns',
    fields: { order: 'VS-48190', product: 'Kettle K2', wish: 'exchange' },
    subject: 'Exchange: kettle in another colour',
    thread: [
      [
        'customer',
        'I would like to exchange the red Kettle K2 for the black one, please. It has not been used. Is it possible to swap it at the door when the courier brings the new one?',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'George Hughes',
    age: 120,
    status: 'solved',
    team: 'technical',
    tags: ['warranty'],
    subject: 'Does the warranty cover a swollen battery?',
    thread: [
      [
        'customer',
        'Good morning. The back of my Nova 5 phone is lifting, I think the battery is swelling. I bought it 19 months ago. Is that covered?',
      ],
      [
        'agent',
        'Good morning George,\n\nyes, it is, the warranty runs for 24 months and covers the battery. Please switch the phone off, do not charge it any more and do not press on it. We send you a special box for batteries today; the repair takes about eight working days.',
      ],
      ['customer', 'The box came, the phone is on its way. Thank you for the quick help.'],
      [
        'agent',
        'It has arrived in our workshop and gets a new battery and a new back cover. You will have a mail with the tracking number when it leaves.',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Isla Robertson',
    age: 26,
    status: 'open',
    team: 'orders',
    tags: ['invoice'],
    subject: 'Invoice with company name',
    thread: [
      [
        'customer',
        'Could you please send me the invoice for VS-47740 again with my company on it? Robertson Interiors Ltd, 14 Mill Lane, York. The one I got has only my private name.',
      ],
      [
        'agent',
        'Hello Isla, gladly. Do you need a VAT number on it as well? If so, please send it to me and I make the new invoice at once.',
      ],
      ['customer', 'Yes please, GB 123 4567 89. And could future orders have it automatically?'],
    ],
  },
  {
    channel: 'webchat',
    type: 'inquiry',
    from: 'Leo',
    age: 0.4,
    status: 'new',
    team: 'technical',
    thread: [
      ['customer', 'Hi, is the Volt Hub dock compatible with two 4K screens on a laptop with only one USB-C port?'],
    ],
  },
  {
    channel: 'api',
    type: 'inquiry',
    from: 'Freya Morgan',
    age: 18,
    status: 'new',
    priority: 'low',
    team: 'orders',
    tags: ['call-back'],
    subject: 'Call back: gift wrapping for 40 power banks',
    thread: [
      [
        'customer',
        'Customer called at 16:20 and asks for a call back. Wants 40 power banks with gift wrapping for an office party in three weeks, delivery to Leeds. Best reached before noon.',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'complaint',
    from: 'Arthur Price',
    age: 200,
    status: 'closed',
    team: 'orders',
    subject: 'Left with a neighbour I do not know',
    steps: [
      ['examine'],
      [
        'decide',
        {
          outcome: 'upheld',
          reason: 'The courier left the parcel with a neighbour without asking.',
          remedy: 'apology',
        },
      ],
    ],
    thread: [
      [
        'customer',
        'Your courier left my parcel with "neighbour" and nothing else. I asked at six doors. This is not acceptable for a 400 pound camera.',
      ],
      [
        'agent',
        'Dear Mr Price,\n\nyou are right, and I am sorry for the afternoon this has cost you. The driver has just confirmed number 22, ground floor, family Okafor. I have set "only to the recipient" for your address, so it will not happen again.',
      ],
      ['customer', 'Found it. Nice people, actually. Thank you.'],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Poppy Sinclair',
    age: 44,
    status: 'snoozed',
    team: 'technical',
    subject: 'Firmware for the Lumina projector',
    thread: [
      [
        'customer',
        'The projector loses the Wi-Fi every evening around eight. Someone wrote in a forum that new firmware is coming. Do you know when?',
      ],
      [
        'agent',
        'Hello Poppy, the manufacturer has promised version 2.4 for next week, and it fixes exactly that. I keep your request with me and write to you on the day it is out. Until then a cable to the router helps.',
      ],
      ['note', 'Manufacturer: release planned for Wednesday. Write to her then.'],
    ],
  },
];
