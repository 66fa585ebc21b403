/** The look of an export's page: one column for reading, both colour schemes, and paper. */
export const style = `
:root { color-scheme: light dark; --text: light-dark(#20242e, #e8eaf0); --muted: light-dark(#5a6172, #a6adbd);
  --line: light-dark(#dfe2ea, #3a3f4d); --ground: light-dark(#f5f6f9, #15171d); --sheet: light-dark(#fff, #1d2028);
  --accent: light-dark(#4450c4, #a6b0ff); --note: light-dark(#fff7df, #332c17); --danger: light-dark(#a3241c, #ff9d92);
  --out: light-dark(#eef0ff, #262b45); }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3rem) clamp(1rem, 4vw, 2rem) 4rem; }
header { margin-bottom: 2rem; }
h1 { font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.15; letter-spacing: -0.02em; }
h2 { margin-bottom: 1rem; font-size: 1.25rem; line-height: 1.25; }
h3 { font-size: 1.0625rem; line-height: 1.35; overflow-wrap: anywhere; }
header p { margin-top: 0.5rem; color: var(--muted); font-size: 1.0625rem; }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 1rem; padding: 0; list-style: none; font-weight: 600; }
section { margin-top: 1.25rem; padding: clamp(1.125rem, 3vw, 1.75rem); border: 1px solid var(--line); border-radius: 0.875rem; background: var(--sheet); }
section > p + p, section > ul { margin-top: 0.625rem; }
a { color: var(--accent); overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(7rem, 13rem) 1fr; gap: 0.375rem 1.25rem; }
dt { color: var(--muted); } dd { overflow-wrap: anywhere; } .said { white-space: pre-wrap; }
ul { padding-left: 1.125rem; } dd ul { padding: 0; list-style: none; white-space: normal; }
.mark { padding: 0.0625rem 0.5rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted); font-size: 0.8125rem; white-space: nowrap; }
.scroll { margin-top: 0.625rem; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--muted); font-weight: 500; } tr:last-child td { border-bottom: 0; } td.long { min-width: 10rem; overflow-wrap: anywhere; }
.ticket { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.25rem 1rem; margin-bottom: 0.875rem; }
.ticket span { color: var(--muted); font-variant-numeric: tabular-nums; }
article { margin-top: 0.875rem; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.625rem; }
article.out { background: var(--out); } article.note { background: var(--note); }
article header { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; margin: 0 0 0.375rem; color: var(--muted); font-size: 0.875rem; }
article header strong { color: var(--text); font-weight: 600; }
.text { overflow-wrap: anywhere; white-space: pre-wrap; }
.files { margin-top: 0.625rem; padding: 0; list-style: none; font-size: 0.9375rem; }
.change { margin-top: 0.875rem; color: var(--muted); font-size: 0.875rem; text-align: center; overflow-wrap: anywhere; }
.problem { border-color: var(--danger); } .problem h2, .lost { color: var(--danger); } .faint { color: var(--muted); }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } }
@media print {
  :root { color-scheme: light; } body { background: none; font-size: 10.5pt; } main { max-width: none; padding: 0; }
  section { padding: 0; border: 0; margin-top: 1.75rem; } h2, .ticket { break-after: avoid; } article { break-inside: avoid-page; }
  a { color: inherit; text-decoration: none; }
}`;
