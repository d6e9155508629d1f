/** The page's only style sheet: light and dark, wide and narrow, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b2530; --soft: #55636f; --line: #d5dbe0; --panel: #f4f6f8; --accent: #0b5a8c;
  --warn: #7a4b00; --warn-paper: #fff4dc; --warn-line: #d9930d; --good: #1c6b3a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12181f; --ink: #e6ebef; --soft: #a5b2bd; --line: #36424d; --panel: #1b232c; --accent: #7cc4f2;
    --warn: #ffd591; --warn-paper: #33270f; --warn-line: #c98a16; --good: #83d6a3;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: var(--accent); }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; display: block; padding: .5rem 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 2rem 0 .25rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p, ul { margin: .6rem 0; }
p, li, dd { max-width: 46rem; }
.lead { color: var(--soft); margin: 0 0 1rem; }
.notice {
  margin: 1rem 0; padding: .55rem .9rem; border: 1px solid var(--warn-line); border-radius: .4rem;
  background: var(--warn-paper); color: var(--warn); font-weight: 600;
}
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0; margin: 1rem 0; list-style: none; }
.verdict { margin: 1rem 0; padding: .9rem 1.1rem; border-left: .3rem solid var(--accent); background: var(--panel); border-radius: .2rem; }
.verdict p { margin: .35rem 0; max-width: none; }
.verdict .large { font-size: 1.25rem; }
.warnings { padding: 0; list-style: none; }
.warnings li { margin: .35rem 0; padding: .35rem .8rem; border-left: .3rem solid var(--warn-line); background: var(--warn-paper); color: var(--warn); max-width: none; }
.good { color: var(--good); }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { padding: .32rem .8rem .32rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { overflow-x: auto; padding: .8rem 1rem; background: var(--panel); border-radius: .3rem; font-size: .82rem; line-height: 1.4; }
code { font-size: .9em; }
figure { margin: 1.25rem 0; }
figcaption { color: var(--soft); font-size: .92rem; max-width: 46rem; }
figcaption strong { color: var(--ink); }
.command { white-space: pre-wrap; }
.drawing svg { display: block; max-width: 100%; height: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2rem; align-items: start; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 1rem; margin: 1rem 0; }
.tiles figure { margin: 0; }
.tiles img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border-radius: .2rem; background: #000000; }
.cases { grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
.views { display: flex; gap: .5rem; align-items: flex-start; }
.views img { min-width: 0; flex: 0 1 auto; }
details { margin: 1rem 0; border: 1px solid var(--line); border-radius: .3rem; padding: .1rem .9rem; }
summary { cursor: pointer; padding: .45rem 0; font-weight: 600; }
.interval { white-space: nowrap; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; font-size: .95rem; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; }
@media (min-width: 50rem) { .columns dl.facts { grid-template-columns: max-content 1fr max-content 1fr; } }
.hash { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: .8rem; overflow-wrap: anywhere; white-space: normal; text-align: left; }
footer { margin-top: 4rem; padding-top: 1rem; padding-bottom: 3rem; border-top: 2px solid var(--line); color: var(--soft); }
@media screen and (max-width: 40rem) {
  h1 { font-size: 1.4rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .5rem; }
  .tiles { grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); }
  .cases { grid-template-columns: 1fr; }
  .wide { overflow-x: auto; }
  .wide svg { max-width: none; width: 40rem; }
  .sentences thead { position: absolute; left: -99rem; }
  .sentences tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .sentences th, .sentences td { border: 0; padding: .1rem 0; }
  .sentences td:last-child { flex: 1 0 100%; }
}
@media print {
  @page { size: A4; margin: 16mm 15mm; }
  :root {
    --paper: #ffffff; --ink: #000000; --soft: #3b444c; --line: #b9c0c6; --panel: #ffffff; --accent: #0b3f62;
    --warn: #5c3900; --warn-paper: #ffffff; --warn-line: #8a5c00; --good: #1c4d2d;
  }
  body { font-size: 9.5pt; }
  header, main, footer { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  h1 { margin-top: 0; }
  h2 { margin-top: 1.6rem; }
  h2, h3, caption, thead, summary { break-after: avoid; }
  figure, tr, .verdict, .notice, pre, .tiles > figure { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll, pre { overflow: visible; }
  pre { white-space: pre-wrap; border: 1px solid var(--line); }
  /* Paper does not scroll. */
  .scroll th { white-space: normal; }
  .scroll thead bdi, .scroll tbody th, .scroll td:not(.number) { overflow-wrap: anywhere; }
  .sentences tbody th { overflow-wrap: break-word; }
  .sentences td:nth-child(2), .sentences td:nth-child(3) { min-width: 34mm; }
  .sentences td:last-child { width: 60%; }
  .drawing svg { max-height: 105mm; width: auto; }
  #figure-model .drawing svg { max-height: 200mm; }
  #figure-calibration .drawing svg { max-height: 135mm; }
  .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .tiles { grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 3mm; }
  .cases { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  details { border: 0; padding: 0; }
  details:not(.long)::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  details.long { display: none; }
  footer { break-before: avoid; margin-top: 1rem; }
  a { color: inherit; text-decoration: none; }
}
`;
