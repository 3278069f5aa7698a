import type { AccessModel } from '../access-model';
import { jsonReport } from '../json-report';
import { PAGE_SCRIPT } from './page-script';
import { PAGE_STYLE } from './page-style';

/** Nothing is asked from anywhere, and nothing that a policy says becomes a request. */
const CONTENT_SECURITY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The access model as one file for a browser, which asks nothing from anywhere. */
export function htmlReport(model: AccessModel): string {
  // A name in a policy must not be able to end the element.
  const data = JSON.stringify(jsonReport(model)).replace(/</g, '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY}">
<meta name="color-scheme" content="light dark">
<title>Who can do what with which key</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Who can do what with which key</h1>
<form id="filters" role="search">
<label>Action <select id="group"></select></label>
<label>Principal <input id="principal" type="search" autocomplete="off"></label>
<label>Key <input id="key" type="search" autocomplete="off"></label>
<label class="check"><input id="all" type="checkbox"> show who has nothing</label>
<label>Colours <select id="theme"><option value="">system</option><option>light</option><option>dark</option></select></label>
</form>
<p id="legend"><span class="all">yes</span> everything <span class="some">some</span> a part <span class="conditional">if</span> under conditions <span class="power">1&rarr;</span> not now, or not without conditions, but after 1 call <span class="none">&middot;</span> nothing</p>
</header>
<main>
<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Matrix</h2>
<p id="count" role="status"></p>
<div id="scroll" tabindex="0" role="region" aria-label="Matrix of principals and keys"><table id="matrix"><caption class="hidden">Principals and keys</caption></table></div>
<nav id="pages" aria-label="Pages"></nav>
</section>
<section id="details" aria-labelledby="details-title" tabindex="-1">
<h2 id="details-title">Explanation</h2>
<div id="explanation" aria-live="polite"><p>Choose a cell of the matrix.</p></div>
<h2 id="graph-title">Paths</h2>
<div id="graph" tabindex="0" role="region" aria-labelledby="graph-title"></div>
</section>
</main>
<script id="data" type="application/json">${data}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
