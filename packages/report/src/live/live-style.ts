/** Of the live view: one column on a phone, light and dark as the reader has it. */
export const LIVE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --bad: #b00020; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; } }
body { margin: 0 auto; padding: 1rem; max-width: 75rem; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
progress { width: 100%; height: .75rem; }
.curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
.curves figure { margin: 0; }
svg { width: 100%; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .75rem .15rem 0; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child { text-align: left; font-weight: normal; }
.samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.samples figure { margin: 0; font-size: .9rem; }
.samples img { width: 100%; image-rendering: pixelated; background: #000; display: block; }
.samples .wrong { color: var(--bad); }
#lost { padding: .5rem 1rem; border: 1px solid var(--bad); color: var(--bad); }
footer { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--line); font-weight: bold; }
`;
