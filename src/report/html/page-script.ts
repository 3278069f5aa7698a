/**
 * What the page does, without a library. Texts reach the page as text only: no name of a policy becomes markup.
 * It pages through rows and columns, so that a thousand of both stay usable.
 */
export const PAGE_SCRIPT = `
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const byId = (id) => document.getElementById(id);
const make = (tag, attributes, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== undefined) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
const ROWS = 50, COLUMNS = 12, GROUPS = ['decrypt', 'encrypt', 'sign', 'verify', 'manage', 'grant', 'delete', 'read'];
const GRAPH_ROWS = 30;
const names = new Map(data.principals.map((one) => [one.id, one.name]));
const powers = new Map(data.powerful.map(([key, principal, power]) => [key + ' ' + principal, data.powers[power]]));
const state = { group: 'decrypt', principal: '', key: '', all: false, row: 0, column: 0, chosen: undefined };

const access = (k, p) => data.accesses[data.cells[k][p]];
const extent = (k, p) => access(k, p).extents[state.group];
const path = (k, p) => (powers.get(k + ' ' + p) || {})[state.group];
const nameOf = (id) => names.get(id) || id.split('/').pop();
const stepsOf = (one) => one.steps.map((place) => data.steps[place]);

function cellText(k, p) {
  const found = extent(k, p), way = path(k, p);
  const words = { all: 'yes', some: 'some', conditional: 'if', none: way ? '' : '\\u00b7' };
  if (found === undefined) return { text: '', spoken: 'not for such a key', style: 'absent' };
  const spokenWords = { all: 'everything', some: 'a part', conditional: 'under conditions', none: 'nothing' };
  const text = [words[found], way ? way.steps.length + '\\u2192' : ''].filter(Boolean).join(' ');
  const calls = way ? ', could be had after ' + way.steps.length + (way.steps.length === 1 ? ' call' : ' calls') : '';
  return { text, spoken: spokenWords[found] + calls, style: way && found === 'none' ? 'power' : found };
}

function shown() {
  const has = (text, search) => text.toLowerCase().includes(search.toLowerCase());
  const keys = data.keys.map((_, k) => k).filter((k) => {
    const key = data.keys[k];
    return state.group in key.actions && has(key.name + ' ' + key.arn + ' ' + key.aliases.join(' '), state.key);
  });
  const principals = data.principals.map((_, p) => p).filter((p) => has(data.principals[p].name + ' ' + data.principals[p].id, state.principal))
    .filter((p) => state.all || keys.some((k) => extent(k, p) !== 'none' || path(k, p)));
  return { keys, principals };
}

function draw() {
  const { keys, principals } = shown();
  state.row = Math.min(state.row, Math.max(0, Math.floor((principals.length - 1) / ROWS) * ROWS));
  state.column = Math.min(state.column, Math.max(0, Math.floor((keys.length - 1) / COLUMNS) * COLUMNS));
  const columns = keys.slice(state.column, state.column + COLUMNS), rows = principals.slice(state.row, state.row + ROWS);
  byId('count').textContent = principals.length + ' principals, ' + keys.length + ' keys: ' + state.group;
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Principal'), ...columns.map((k) => make('th', { scope: 'col', title: data.keys[k].arn }, data.keys[k].name)));
  const body = rows.map((p) => make('tr', {}, make('th', { scope: 'row', title: data.principals[p].id }, data.principals[p].name), ...columns.map((k) => cell(k, p))));
  byId('matrix').replaceChildren(make('caption', { class: 'hidden' }, 'Principals and keys: ' + state.group), make('thead', {}, head), make('tbody', {}, ...body));
  pages(principals.length, keys.length);
}

function cell(k, p) {
  const { text, spoken, style } = cellText(k, p);
  const chosen = state.chosen && state.chosen[0] === k && state.chosen[1] === p;
  const label = data.principals[p].name + ', ' + state.group + ' with ' + data.keys[k].name + ': ' + [text, spoken].filter(Boolean).join(', ');
  const button = make('button', { type: 'button', class: style, 'aria-label': label, 'aria-pressed': String(Boolean(chosen)), 'data-key': k, 'data-principal': p }, text);
  button.addEventListener('click', () => choose(k, p, button));
  return make('td', {}, button);
}

function pages(rows, columns) {
  const move = (label, part, by, possible) => {
    const button = make('button', { type: 'button' }, label);
    button.disabled = !possible;
    button.addEventListener('click', () => { state[part] += by; draw(); });
    return button;
  };
  const parts = [];
  if (rows > ROWS) parts.push(move('Previous principals', 'row', -ROWS, state.row > 0), move('Next principals', 'row', ROWS, state.row + ROWS < rows));
  if (columns > COLUMNS) parts.push(move('Previous keys', 'column', -COLUMNS, state.column > 0), move('Next keys', 'column', COLUMNS, state.column + COLUMNS < columns));
  byId('pages').replaceChildren(...parts);
}

function choose(k, p, button) {
  for (const one of document.querySelectorAll('td button[aria-pressed=true]')) one.setAttribute('aria-pressed', 'false');
  button.setAttribute('aria-pressed', 'true');
  state.chosen = [k, p];
  explain(k, p);
  graph(k);
}

function explain(k, p) {
  const key = data.keys[k], principal = data.principals[p], way = path(k, p);
  const outcomes = (key.actions[state.group] || []).map((action) => [action, data.outcomes[access(k, p).outcomes[action]]]);
  const list = make('dl', {}, ...outcomes.flatMap(([action, outcome]) => [make('dt', {}, action), make('dd', {}, outcome.text)]));
  const parts = [make('p', {}, make('strong', {}, principal.name), ', ' + state.group + ' with ', make('strong', {}, key.name)), list];
  if (way) parts.push(make('h3', {}, 'What it would take'), make('ol', {}, ...stepsOf(way).map((step) => make('li', {}, nameOf(step.by) + ' calls ' + step.action + ' on ' + (step.on ? nameOf(step.on) : 'the key') + (step.conditions ? ' (' + step.conditions + ')' : '')))));
  const refs = outcomes.flatMap(([, outcome]) => outcome.by);
  if (!principal.known) parts.push(make('p', {}, 'The IAM policies of this principal are not part of what was deployed.'));
  parts.push(make('h3', {}, 'Key policy'), document_(key.policy, refs.filter((ref) => ref.layer === 'keyPolicy')));
  for (const layer of ['identityPolicy', 'permissionsBoundary']) {
    principal.policies.filter((one) => one.layer === layer).forEach((policy, place) => {
      const here = refs.filter((ref) => ref.layer === layer && ref.policy === place);
      if (here.length > 0) parts.push(make('h3', {}, policy.name), document_(policy.document, here));
    });
  }
  const control = data.controlPolicies[principal.accountId];
  for (const ref of refs.filter((one) => one.layer === 'serviceControlPolicy')) {
    const found = control && control.serviceControlPolicies && control.serviceControlPolicies[ref.level] && control.serviceControlPolicies[ref.level][ref.policy];
    if (found) parts.push(make('h3', {}, 'Service control policy, level ' + ref.level), document_(found, [ref]));
  }
  byId('explanation').replaceChildren(...parts);
}

function document_(policy, refs) {
  const marked = new Set(refs.map((ref) => ref.statement));
  const { Statement, ...rest } = policy;
  const head = Object.entries(rest).map(([name, value]) => '  "' + name + '": ' + JSON.stringify(value) + ',\\n').join('');
  const pre = make('pre', { tabindex: '0' }, '{\\n' + head + '  "Statement": [\\n');
  const statements = [Statement].flat();
  statements.forEach((statement, place) => {
    const end = place + 1 < statements.length ? ',\\n' : '\\n';
    const text = JSON.stringify(statement, undefined, 2).split('\\n').map((line) => '    ' + line).join('\\n') + end;
    pre.append(marked.has(place) ? make('mark', { 'data-statement': place }, text) : text);
  });
  pre.append('  ]\\n}\\n');
  return pre;
}

function graph(k) {
  const found = data.principals.map((_, p) => ({ p, has: extent(k, p), way: path(k, p) })).filter(({ has, way }) => has !== 'none' || way);
  const lines = found.slice(0, GRAPH_ROWS), svgName = 'http://www.w3.org/2000/svg', width = 640, step = 34, height = lines.length * step + 20;
  const element = (tag, attributes, text) => {
    const node = document.createElementNS(svgName, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const short = (text, length) => (text.length > length ? text.slice(0, length - 1) + '\\u2026' : text);
  const key = data.keys[k], title = 'Who can come to ' + state.group + ' with ' + key.name + ', and through what';
  const svg = element('svg', { viewBox: '0 0 ' + width + ' ' + height, width, height, role: 'img', 'aria-label': title });
  const middle = height / 2;
  svg.append(element('rect', { class: 'target', x: 520, y: middle - 16, width: 110, height: 32, rx: 6 }), element('text', { x: 528, y: middle + 5 }, short(key.name, 14)));
  lines.forEach(({ p, has, way }, i) => {
    const y = 10 + i * step, through = way ? stepsOf(way).map(({ action }) => action.split(':')[1]).join(', ') : has === 'conditional' ? 'under conditions' : '';
    svg.append(element('rect', { x: 4, y, width: 200, height: 26, rx: 6 }), element('text', { x: 12, y: y + 18 }, short(data.principals[p].name, 26)));
    svg.append(element('path', { d: 'M204 ' + (y + 13) + ' C 420 ' + (y + 13) + ', 420 ' + middle + ', 520 ' + middle, 'stroke-dasharray': has === 'none' ? '5 4' : 'none' }), element('text', { x: 212, y: y + 9 }, short(through, 40)));
  });
  const more = found.length > GRAPH_ROWS ? [make('p', {}, found.length - GRAPH_ROWS + ' more are in the matrix.')] : [];
  byId('graph').replaceChildren(make('p', {}, title + '. A dashed line is a way that takes calls first.'), svg, ...more);
}

function neighbour(button, event) {
  const cells = [...document.querySelectorAll('#matrix tbody tr')].map((row) => [...row.querySelectorAll('button')]);
  const row = cells.findIndex((line) => line.includes(button)), column = cells[row].indexOf(button);
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const move = moves[event.key];
  const target = move && (cells[row + move[0]] || [])[column + move[1]];
  if (target) { event.preventDefault(); target.focus(); }
}

const inUse = GROUPS.filter((group) => data.keys.some((key) => group in key.actions));
byId('group').replaceChildren(...inUse.map((group) => make('option', { value: group }, group)));
state.group = inUse[0] || 'decrypt';
for (const id of ['group', 'principal', 'key']) byId(id).addEventListener('input', () => { state[id] = byId(id).value; state.row = 0; state.column = 0; draw(); if (state.chosen && state.group in data.keys[state.chosen[0]].actions) { explain(...state.chosen); graph(state.chosen[0]); } });
byId('all').addEventListener('change', () => { state.all = byId('all').checked; draw(); });
byId('theme').addEventListener('change', () => { document.documentElement.dataset.theme = byId('theme').value; });
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('matrix').addEventListener('keydown', (event) => { if (event.target.matches('td button')) neighbour(event.target, event); });
draw();
`;
