/** Drawings of the sample shop's goods, as inner SVG of a 200 × 160 picture; colours come from shop.css. */
export const pictures = {
  headphones: `<path class="line" d="M52 100V84a48 48 0 0 1 96 0v16"/><rect class="main" x="40" y="88" width="26" height="46" rx="12"/>
<rect class="main" x="134" y="88" width="26" height="46" rx="12"/><rect class="shade" x="60" y="94" width="10" height="34" rx="5"/>
<rect class="shade" x="130" y="94" width="10" height="34" rx="5"/>`,
  phone: `<rect class="main" x="68" y="18" width="64" height="124" rx="12"/><rect class="glass" x="73" y="23" width="54" height="114" rx="8"/>
<circle class="shade" cx="100" cy="31" r="3"/><path class="thin" d="M84 66h32M84 78h22"/><circle class="accent" cx="100" cy="110" r="10"/>`,
  speaker: `<rect class="main" x="46" y="46" width="108" height="72" rx="34"/><circle class="shade" cx="100" cy="82" r="24"/>
<circle class="glass" cx="100" cy="82" r="14"/><circle class="accent" cx="138" cy="66" r="4"/>`,
  watch: `<rect class="shade" x="82" y="14" width="36" height="132" rx="12"/><rect class="main" x="70" y="48" width="60" height="64" rx="18"/>
<rect class="glass" x="76" y="54" width="48" height="52" rx="13"/><path class="line slim" d="M86 84h8l5-12 6 20 5-8h6"/>`,
  router: `<rect class="main" x="44" y="88" width="112" height="36" rx="14"/><path class="line" d="M64 88V44M136 88V44"/>
<circle class="accent" cx="62" cy="106" r="4"/><circle class="shade" cx="76" cy="106" r="4"/><path class="thin" d="M86 62a20 20 0 0 1 28 0M92 70a11 11 0 0 1 16 0"/>`,
  reader: `<rect class="main" x="58" y="16" width="84" height="128" rx="10"/><rect class="paper" x="66" y="26" width="68" height="102" rx="3"/>
<path class="thin" d="M74 42h52M74 54h52M74 66h44M74 78h52M74 90h38"/>`,
} as const;
export type Picture = keyof typeof pictures;
