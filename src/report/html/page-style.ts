/** Colours meet a contrast of 4.5 to 1 in both themes; a test measures it. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --all: #116329; --all-back: #dafbe1; --some: #0a4a8f; --some-back: #ddf0ff; --if: #7a4a00; --if-back: #fff5d6;
  --power: #9a1b4b; --power-back: #ffe4ee; --mark: #fff1a8; --focus: #0a4a8f; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --back: #0d1117; --text: #e6edf3; --soft: #9aa4af;
  --line: #30363d; --panel: #161b22; --all: #7ee2a0; --all-back: #12351f; --some: #8cc8ff; --some-back: #10304d;
  --if: #f2cc60; --if-back: #3a2d08; --power: #ffa3c4; --power-back: #45122a; --mark: #5a4a00; --focus: #8cc8ff; } }
:root[data-theme=dark] { color-scheme: dark; --back: #0d1117; --text: #e6edf3; --soft: #9aa4af;
  --line: #30363d; --panel: #161b22; --all: #7ee2a0; --all-back: #12351f; --some: #8cc8ff; --some-back: #10304d;
  --if: #f2cc60; --if-back: #3a2d08; --power: #ffa3c4; --power-back: #45122a; --mark: #5a4a00; --focus: #8cc8ff; }
:root[data-theme=light] { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: var(--back); color: var(--text); }
header { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
form { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; }
select, input[type=search], button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 6px; padding: .25rem .5rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(20rem, 2fr); gap: 1.5rem; padding: 1rem 1.5rem; }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } }
#scroll { overflow: auto; max-height: 75vh; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; } th, td { border-bottom: 1px solid var(--line); padding: .2rem .4rem; text-align: left; white-space: nowrap; }
thead th { position: sticky; top: 0; background: var(--panel); z-index: 1; } tbody th { position: sticky; left: 0; background: var(--panel); font-weight: 500; max-width: 13rem; overflow: hidden; text-overflow: ellipsis; }
thead th:first-child { left: 0; z-index: 2; } td button { min-width: 4.5rem; border-color: transparent; cursor: pointer; } td button[aria-pressed=true] { border-color: var(--focus); box-shadow: 0 0 0 1px var(--focus); }
.all { color: var(--all); background: var(--all-back); } .some { color: var(--some); background: var(--some-back); }
.conditional { color: var(--if); background: var(--if-back); } .power { color: var(--power); background: var(--power-back); }
.none, .absent { color: var(--soft); } #legend span { padding: .1rem .4rem; border-radius: 4px; margin-left: .6rem; } #legend { color: var(--soft); margin: .75rem 0 0; }
#details { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; min-width: 0; }
pre { overflow: auto; max-height: 24rem; background: var(--back); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; font-size: .85rem; }
mark { background: var(--mark); color: inherit; display: block; } dl { margin: 0; } dt { font-weight: 600; } dd { margin: 0 0 .35rem 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
#graph { overflow: auto; } svg text { fill: var(--text); font: 13px system-ui, sans-serif; } svg rect { fill: var(--back); stroke: var(--soft); } svg path { stroke: var(--soft); fill: none; } svg .target { stroke: var(--focus); stroke-width: 2; }
#pages { display: flex; gap: .75rem; align-items: center; margin-top: .5rem; }
@media print { header form, #pages, #graph, #graph-title { display: none; } main { display: block; } #scroll, pre { max-height: none; overflow: visible; } thead th, tbody th { position: static; } }
`;
