
'use strict';
(() => {
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const data = read('data');
  // large, and needed only for details and for searches of namespaces
  let lists;
  let allRules;
  const listOf = list => (lists || (lists = read('names')))[list] || '';
  const ruleAt = index => (allRules || (allRules = read('rules')))[index];
  const FIRST_ROWS = 50;
  const MORE_ROWS = 200;
  const FEW_NAMES = 40;

  // symbol, color, verb for one, verb for several; in the order of importance
  const EFFECTS = {
    STOPS: ['■', 'red', 'stops', 'stop'],
    BLOCKED: ['⊘', 'red', 'blocked', 'blocked'],
    UNKNOWN: ['?', 'violet', 'unknown', 'unknown'],
    PARTLY: ['◐', 'amber', 'partly ingested', 'partly ingested'],
    STARTS: ['▶', 'green', 'starts', 'start'],
    NONE: ['○', 'gray', 'not ingested', 'not ingested'],
    CONTINUES: ['=', 'gray', 'unchanged', 'unchanged'],
  };
  const VERDICTS = {
    INGESTED: 'ingested', NOT_INGESTED: 'not ingested', PARTLY: 'partly ingested', UNKNOWN: 'unknown',
  };
  const SEVERITIES = {error: ['✕', 'red'], warning: ['!', 'amber'], info: ['i', 'gray']};
  const ACTIONS = {
    CREATE: ['+', 'green', 'Create'], UPDATE: ['~', 'amber', 'Update'], ADOPT: ['~', 'amber', 'Adopt'],
    MOVE: ['↕', 'gray', 'Move'], DELETE: ['−', 'red', 'Delete'],
  };
  const PLAIN = [];
  const SCOPES = {
    HOST: 'host', KUBERNETES_CLUSTER: 'Kubernetes cluster', HOST_GROUP: 'host group',
    ENVIRONMENT: 'environment', OTHER: 'scope',
  };

  /** Creates an element. Text only ever becomes a text node, so no text can be markup. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.filter(child => child !== undefined && child !== ''));
    return element;
  }
  const icon = ([symbol, color]) => el('span', {class: `icon ${color}`, 'aria-hidden': 'true'}, symbol);
  const count = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  const bdi = text => el('bdi', {}, text);
  const namesOf = group => (listOf(group.names) ? listOf(group.names).split(' ') : []);

  // ---------------------------------------------------------------- what the rows show

  const clusters = data.clusters.map((source, index) => {
    const cluster = {...source, index, counts: {}, severity: ''};
    cluster.groups = (source.groups || []).map(([effect, stopping, before, after, size, names, first, second]) => ({
      effect: data.effects[effect], stopping: stopping === 1, before: data.verdicts[before],
      after: data.verdicts[after], size, names, chains: first === undefined ? undefined : [first, second || first],
      unchanged: second === undefined,
    }));
    cluster.groups.sort((a, b) => rank(a.effect) - rank(b.effect));
    for (const group of cluster.groups) {
      cluster.counts[group.effect] = (cluster.counts[group.effect] || 0) + group.size;
    }
    cluster.findings = (source.findings || []).map(finding => data.findings[finding]);
    for (const severity of Object.keys(SEVERITIES)) {
      if (!cluster.severity && cluster.findings.some(it => it.severity === severity)) cluster.severity = severity;
    }
    cluster.changes = !!(source.steps && source.steps.length);
    return cluster;
  });
  function rank(effect) { return Object.keys(EFFECTS).indexOf(effect); }
  const importance = cluster =>
    (cluster.failure || cluster.refused ? 1e9 : 0) + (cluster.counts.STOPS ? 1e8 + cluster.counts.STOPS : 0)
    + (cluster.others && cluster.others.stops ? 1e8 : 0) + (cluster.severity === 'error' ? 1e7 : 0)
    + (cluster.counts.STARTS ? 1e5 + cluster.counts.STARTS : 0) + (cluster.changes ? 1e4 : 0)
    + (cluster.severity === 'warning' ? 1 : 0);
  const order = new Map(clusters.map(cluster => [cluster, importance(cluster)]));
  clusters.sort((a, b) => order.get(b) - order.get(a) || a.index - b.index);

  // ---------------------------------------------------------------- filters

  const form = document.getElementById('filters');
  const status = document.getElementById('status');
  const grid = document.getElementById('grid');
  const more = document.getElementById('more');
  const FIELDS = ['cluster', 'namespace', 'environment', 'effect', 'finding'];
  const field = name => form.elements.namedItem(name);

  const SPECIAL = {
    CHANGES: ['changes', cluster => cluster.changes],
    REFUSED: ['refused by the impact limit', cluster => !!cluster.refused],
    OTHERS: ['affects other namespaces', cluster => !!cluster.others],
    ERRORS: ['has errors', cluster => cluster.severity === 'error'],
    FAILED: ['not planned', cluster => !!cluster.failure],
  };

  function addOptions(name, all, options) {
    field(name).append(el('option', {value: ''}, all), ...options.map(([value, text]) => el('option', {value}, text)));
  }

  function countClusters(keys) {
    const counts = new Map();
    for (const cluster of clusters) {
      for (const key of new Set(keys(cluster))) counts.set(key, (counts.get(key) || 0) + 1);
    }
    return counts;
  }

  function createFilters() {
    const environments = countClusters(it => (it.environment === undefined ? [] : [it.environment]));
    addOptions('environment', 'All', [...environments].sort().map(([key, n]) => [key, `${key} (${n})`]));
    const effects = countClusters(it => [
      ...Object.keys(SPECIAL).filter(key => SPECIAL[key][1](it)), ...Object.keys(it.counts)]);
    addOptions('effect', 'All', [...Object.keys(SPECIAL), ...Object.keys(EFFECTS)].filter(key => effects.has(key))
      .map(key => [key, `${(SPECIAL[key] || EFFECTS[key].slice(3))[0]} (${effects.get(key)})`]));
    const findings = countClusters(it => it.findings.map(finding => finding.code));
    addOptions('finding', 'All', [...findings].sort().map(([key, n]) => [key, `${key} (${n})`]));
    form.hidden = false;
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('input', () => { remember(); show(); });
    form.addEventListener('reset', () => setTimeout(() => { remember(); show(); }));
    window.addEventListener('hashchange', () => { if (recall()) { show(); jump(); } });
    more.addEventListener('click', () => {
      const first = shown.length;
      addRows(MORE_ROWS);
      grid.querySelectorAll('.toggle')[first].focus();
    });
  }

  /** The filters are part of the address, so that a link can point to a cluster. */
  function remember() {
    const values = new URLSearchParams();
    for (const name of FIELDS) if (field(name).value) values.set(name, field(name).value);
    try {
      history.replaceState(null, '', `#${values}`);
    } catch (refused) {
      // some viewers of artifacts do not allow it; the filters work all the same
    }
  }
  function recall() {
    const values = new URLSearchParams(location.hash.slice(1));
    if (!FIELDS.some(name => values.has(name))) return false;
    for (const name of FIELDS) field(name).value = values.get(name) || '';
    return true;
  }

  /** Links of the headline set filters; the reader continues at the result. */
  function jump() {
    document.getElementById('clusters').focus();
    document.getElementById('clusters').scrollIntoView();
  }

  function matchesGroup(group, filter) {
    return (!EFFECTS[filter.effect] || group.effect === filter.effect)
      && (!filter.namespace || listOf(group.names).includes(filter.namespace));
  }
  function matches(cluster, filter) {
    return (!filter.environment || cluster.environment === filter.environment)
      && (!filter.cluster || cluster.name.toLowerCase().includes(filter.cluster))
      && (!filter.finding || cluster.findings.some(finding => finding.code === filter.finding))
      && (!SPECIAL[filter.effect] || SPECIAL[filter.effect][1](cluster))
      && ((!filter.namespace && !EFFECTS[filter.effect]) || cluster.groups.some(group => matchesGroup(group, filter)));
  }

  let filter = {};
  let matching = [];
  let shown = [];
  let body;

  function show() {
    filter = {};
    for (const name of FIELDS) filter[name] = field(name).value.trim();
    filter.cluster = filter.cluster.toLowerCase();
    filter.namespace = filter.namespace.toLowerCase();
    matching = clusters.filter(cluster => matches(cluster, filter));
    shown = [];
    body = el('tbody');
    grid.replaceChildren(matching.length ? scrollable(table(), 'Table of clusters') : '');
    addRows(FIRST_ROWS);
    if (matching.length === 1) toggle(shown[0], true);
  }

  /** On narrow screens a table is wider than the page; the keyboard must reach all of it. */
  function scrollable(table, label) {
    return el('div', {class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0'}, table);
  }

  function table() {
    const head = [['Cluster'], ['Environment', 'wide'], ['Stop', 'number'], ['Start', 'number'],
      ['Other results', ''], ['Unchanged', 'number wide'], ['Findings', 'wide'], ['Rules', 'wide']];
    return el('table', {'aria-labelledby': 'clusters'},
      el('thead', {}, el('tr', {}, ...head.map(([text, kind]) => el('th', {scope: 'col', class: kind || undefined}, text)))),
      body);
  }

  function addRows(limit) {
    for (const cluster of matching.slice(shown.length, shown.length + limit)) {
      const row = createRow(cluster);
      shown.push(row);
      body.append(row.element);
    }
    const all = clusters.length === matching.length ? count(clusters.length, 'cluster')
      : `${matching.length.toLocaleString('en')} of ${count(clusters.length, 'cluster')}`;
    const rest = matching.length - shown.length;
    status.textContent = matching.length === 0 ? 'No cluster matches the filters.'
      : `${all}${rest ? `, the first ${shown.length} are shown` : ''}.`;
    more.hidden = rest === 0;
    more.textContent = `Show ${Math.min(rest, MORE_ROWS)} more`;
  }

  // ---------------------------------------------------------------- rows

  /** Returns a cell; nothing is known without a plan. */
  function number(n, [, color], kind, planned = true) {
    if (!planned) {
      return el('td', {class: `number ${kind || ''}`}, el('span', {class: 'zero'},
        el('span', {'aria-hidden': 'true'}, '–'), el('span', {class: 'hidden'}, 'not known')));
    }
    return el('td', {class: `number ${kind || ''}`},
      n && color ? el('strong', {class: color}, n.toLocaleString('en')) : n ? n.toLocaleString('en') : el('span', {class: 'zero'}, '0'));
  }
  function badge(effect, text) {
    return el('span', {class: effect[1]}, icon(effect), ` ${text}`);
  }

  function createRow(cluster) {
    const button = el('button', {type: 'button', class: 'toggle', 'aria-expanded': 'false'}, bdi(cluster.name));
    const results = ['BLOCKED', 'UNKNOWN', 'PARTLY', 'NONE'].filter(effect => cluster.counts[effect])
      .map(effect => badge(EFFECTS[effect], `${cluster.counts[effect].toLocaleString('en')} ${EFFECTS[effect][2]}`));
    if (cluster.failure) results.unshift(badge(SEVERITIES.error, 'not planned'));
    if (cluster.refused) results.unshift(badge(SEVERITIES.error, 'refused'));
    if (cluster.others) {
      results.push(badge(cluster.others.stops ? EFFECTS.STOPS : EFFECTS.STARTS, `other namespaces ${cluster.others.text}`));
    }
    const findings = Object.keys(SEVERITIES).map(key => [key, cluster.findings.filter(it => it.severity === key).length])
      .filter(([, n]) => n).map(([key, n]) => badge(SEVERITIES[key], key === 'info' ? `${n} info` : count(n, key)));
    const steps = Object.keys(ACTIONS).map(key => [key, (cluster.steps || []).filter(it => it.action === key).length])
      .filter(([, n]) => n).map(([key, n]) => badge(ACTIONS[key], `${n} ${ACTIONS[key][2].toLowerCase()}`));
    const badges = list => (list.length ? el('span', {class: 'badges'}, ...list) : '');
    const element = el('tr', {},
      el('th', {scope: 'row'}, button),
      el('td', {class: 'wide'}, bdi(cluster.environment || '')),
      number(cluster.counts.STOPS, EFFECTS.STOPS, '', !cluster.failure),
      number(cluster.counts.STARTS, EFFECTS.STARTS, '', !cluster.failure),
      el('td', {}, badges(results)),
      number(cluster.counts.CONTINUES, PLAIN, 'wide', !cluster.failure),
      el('td', {class: 'wide'}, badges(findings)), el('td', {class: 'wide'}, badges(steps)));
    const row = {cluster, element, button, detail: undefined};
    button.addEventListener('click', () => toggle(row, button.getAttribute('aria-expanded') !== 'true'));
    return row;
  }

  function toggle(row, open) {
    row.button.setAttribute('aria-expanded', String(open));
    row.element.classList.toggle('open', open);
    if (open && !row.detail) {
      const id = `cluster-${row.cluster.index}`;
      row.detail = el('tr', {id}, el('td', {class: 'detail', colspan: 8}, ...details(row.cluster)));
      row.button.setAttribute('aria-controls', id);
      row.element.after(row.detail);
    }
    if (row.detail) row.detail.hidden = !open;
  }

  // ---------------------------------------------------------------- one cluster

  function details(cluster) {
    const parts = [];
    const section = (title, ...content) => parts.push(el('h3', {}, title), ...content);
    if (cluster.failure) parts.push(list([[SEVERITIES.error, `Not planned: ${cluster.failure}`]]));
    if (cluster.environment !== undefined) parts.push(facts(cluster));
    if (cluster.refused) section('Impact limit', list([[SEVERITIES.error, `Apply would be refused: ${cluster.refused}.`]]));
    if (cluster.withheld) section('Withheld', list([[SEVERITIES.warning, cluster.withheld]]));
    if (cluster.findings.length) {
      section('Findings', list(cluster.findings.map(it => [SEVERITIES[it.severity],
        el('span', {class: 'hidden'}, `${it.severity}: `), it.message, ' ', el('span', {class: 'code'}, it.code)])));
    }
    if (cluster.steps) section('Rule changes', list(cluster.steps.map(it => step(it, cluster.places))));
    if (cluster.others) {
      section('Other namespaces', list([[cluster.others.stops ? EFFECTS.STOPS : EFFECTS.STARTS,
        `Other namespaces ${cluster.others.text}: ${VERDICTS[cluster.others.before]} before, ${VERDICTS[cluster.others.after]} after the plan.`]]));
    }
    const groups = cluster.groups.filter(group => !filter.namespace || matchesGroup(group, {namespace: filter.namespace}));
    if (groups.length) section('Namespaces', ...groups.map(group => namespaces(group, groups.length === 1)));
    return parts;
  }

  function facts(cluster) {
    const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, bdi(value)));
    return el('dl', {class: 'meta'}, fact('Environment', cluster.environment),
      cluster.target ? fact('Kubernetes cluster', cluster.name) : fact('Host group', cluster.hostGroup),
      fact('Policy', cluster.policy), fact('Fingerprint', cluster.fingerprint),
      cluster.location === undefined ? undefined : fact('Defined in', cluster.location));
  }

  function list(items) {
    return el('ul', {class: 'plain'}, ...items.map(([look, ...content]) => el('li', {}, icon(look), el('span', {}, ...content))));
  }

  function step(it, places) {
    const lines = [`${ACTIONS[it.action][2]} rule `, el('strong', {}, bdi(it.title)), it.position ? `, ${it.position}` : ''];
    for (const [field, before, after] of it.changes || []) {
      lines.push(el('br'), el('code', {}, field), ': ', bdi(before), ' → ', bdi(after));
    }
    if (it.added !== undefined) lines.push(nameList(listOf(it.added).split(' '), 'Added', EFFECTS.STARTS, places, 'desired by'));
    if (it.removed !== undefined) lines.push(nameList(listOf(it.removed).split(' '), 'Removed', EFFECTS.STOPS, places, 'defined in'));
    return [ACTIONS[it.action], ...lines];
  }

  function nameList(names, title, [, color], places = {}, verb = '') {
    const wanted = filter.namespace ? names.filter(name => name.includes(filter.namespace)) : names;
    const items = wanted.slice(0, FEW_NAMES).map(name => el('li', {}, name,
      places[name] === undefined ? '' : el('span', {class: 'why'}, `, ${verb} ${places[name]}`)));
    const all = el('ul', {class: 'names', 'aria-label': title}, ...items);
    if (title) all.prepend(el('li', {class: color}, `${title} ${names.length.toLocaleString('en')}`));
    if (wanted.length > FEW_NAMES) {
      const button = el('button', {type: 'button'}, `Show ${wanted.length - FEW_NAMES} more`);
      button.addEventListener('click', () => {
        button.parentElement.replaceWith(...wanted.slice(FEW_NAMES).map(name => el('li', {}, name)));
      });
      all.append(el('li', {}, button));
    }
    return all;
  }

  function namespaces(group, open) {
    const effect = EFFECTS[group.effect];
    const change = group.unchanged && group.before === group.after ? '' : ` ${VERDICTS[group.before]} → ${VERDICTS[group.after]}`;
    const summary = el('summary', {}, icon(effect), ' ',
      el('strong', {class: effect[1]}, `${group.size.toLocaleString('en')} ${effect[group.size === 1 ? 2 : 3]}`),
      el('span', {class: 'why'}, change, group.stopping && group.effect !== 'STOPS' ? ', counts as stopping' : ''));
    const box = el('details', {class: 'group'}, summary);
    const fill = () => {
      if (box.childElementCount === 1) box.append(el('div', {class: 'body'}, ...evaluation(group)));
    };
    box.addEventListener('toggle', fill);
    if (open || (group.effect !== 'CONTINUES' && group.effect !== 'NONE')) {
      fill();
      box.open = true;
    }
    return box;
  }

  function evaluation(group) {
    const parts = [nameList(namesOf(group), '', EFFECTS.NONE)];
    if (!group.chains) {
      return [...parts, el('p', {class: 'gray'}, 'The rules are not part of a saved plan.')];
    }
    const chain = (title, verdict, rules) =>
      el('div', {}, el('h3', {}, `${title}: ${VERDICTS[verdict]}`), chainOf(rules, group));
    parts.push(el('div', {class: 'chains'}, ...(group.unchanged
      ? [chain('Before and after', group.after, group.chains[0])]
      : [chain('Before', group.before, group.chains[0]), chain('After', group.after, group.chains[1])])));
    return parts;
  }

  // ---------------------------------------------------------------- the chain of rules

  function chainOf(entries, group) {
    const items = [];
    let decided = false;
    for (let i = 0; i < entries.length; i += 2) {
      if (entries[i] < 0) {
        items.push(el('li', {class: 'rest'}, `${count(-entries[i], 'more rule')} that ${entries[i] === -1 ? 'does' : 'do'} not match`));
      } else {
        const outcome = data.outcomes[entries[i + 1]];
        decided = outcome === 'MATCHED';
        items.push(ruleItem(ruleAt(entries[i]), outcome, group));
      }
    }
    if (!decided) {
      items.push(el('li', {class: 'rest'}, items.length
        ? 'Logs that no rule above matches are not ingested.' : 'No rule applies: nothing is ingested.'));
    }
    return el('ol', {class: 'chain'}, ...items);
  }

  function ruleItem(rule, outcome, group) {
    const verb = rule.exclude ? 'excludes' : 'includes';
    const text = {
      MATCHED: `decides: ${verb}`, MAY_MATCH: `may match: ${verb} what it matches`, NO_MATCH: 'does not match',
      DISABLED: 'is disabled',
    }[outcome];
    const look = {
      MATCHED: rule.exclude ? 'decides-exclude' : 'decides-include', MAY_MATCH: 'may', NO_MATCH: 'passed', DISABLED: 'passed',
    }[outcome];
    const owner = rule.owner === undefined ? 'unmanaged' : rule.owner === 'logconfig' ? 'managed' : `managed by ${rule.owner}`;
    return el('li', {class: `rule ${look}`}, el('span', {},
      el('bdi', {class: 'title'}, rule.title), ' ', el('span', {class: 'tag'}, owner),
      el('span', {class: 'place'}, 'in ', SCOPES[rule.scope], rule.place ? ' ' : '', rule.place ? bdi(rule.place) : ''),
      el('span', {class: 'outcome'}, text),
      el('span', {class: 'conditions'}, ...conditions(rule, outcome, group))));
  }

  function conditions(rule, outcome, group) {
    if (rule.unreadable) return [`cannot be read: ${rule.unreadable}`];
    if (!rule.conditions.length) return ['matches everything'];
    const parts = ['if '];
    rule.conditions.forEach(([attribute, operator, literals, size, patterns, patternCount], index) => {
      if (index) parts.push(' and ');
      parts.push(el('code', {}, bdi(attribute)));
      const values = [];
      const isNamespace = attribute === 'k8s.namespace.name';
      const matched = outcome === 'MATCHED' || outcome === 'MAY_MATCH';
      if (isNamespace && operator === 'MATCHES' && matched && !patterns.length && size > literals.length) {
        const own = group.size === 1 ? namesOf(group)[0] : count(group.size, 'namespace') + ' above';
        values.push(group.size === size ? `the ${own}` : `${group.size === 1 ? own : 'the ' + own} and ${count(size - group.size, 'other value')}`);
      } else {
        values.push(...literals);
        if (size > literals.length) values.push(count(size - literals.length, 'other value'));
      }
      values.push(...patterns);
      if (patternCount > patterns.length) values.push(count(patternCount - patterns.length, 'other pattern'));
      parts.push(operator === 'MATCHES' ? (values.length > 1 || size + patternCount > 1 ? ' is one of ' : ' is ') : ` ${operator} `,
        values.length ? bdi(values.join(', ')) : 'nothing');
    });
    return parts;
  }

  // ---------------------------------------------------------------- overview of several environments

  function createOverview() {
    const rows = new Map();
    for (const cluster of clusters) {
      const name = cluster.environment === undefined ? '' : cluster.environment;
      const row = rows.get(name) || {clusters: 0, changes: 0, failed: 0, errors: 0, counts: {}};
      rows.set(name, row);
      row.clusters++;
      row.changes += cluster.changes ? 1 : 0;
      row.failed += cluster.failure ? 1 : 0;
      row.errors += cluster.severity === 'error' ? 1 : 0;
      for (const [effect, n] of Object.entries(cluster.counts)) row.counts[effect] = (row.counts[effect] || 0) + n;
    }
    if (rows.size < 2) return;
    const other = ['BLOCKED', 'UNKNOWN', 'PARTLY', 'NONE'].filter(effect => [...rows.values()].some(row => row.counts[effect]));
    const head = ['Environment', 'Clusters', 'Changed', 'Not planned', 'Stop', 'Start',
      ...other.map(effect => effect === 'NONE' ? 'Not ingested' : EFFECTS[effect][2].replace(/^./, c => c.toUpperCase())), 'Unchanged'];
    const overview = document.getElementById('overview');
    overview.append(el('h2', {}, 'Environments'), scrollable(el('table', {class: 'overview'},
      el('thead', {}, el('tr', {}, ...head.map((text, i) => el('th', {scope: 'col', class: i ? 'number' : undefined}, text)))),
      el('tbody', {}, ...[...rows].sort(([a], [b]) => !a - !b || a.localeCompare(b)).map(([name, row]) => el('tr', {},
        el('th', {scope: 'row'}, name ? el('a', {href: `#${new URLSearchParams({environment: name})}`}, bdi(name)) : 'unknown'),
        number(row.clusters, PLAIN), number(row.changes, PLAIN, '', row.failed < row.clusters),
        number(row.failed, SEVERITIES.error),
        ...['STOPS', 'STARTS', ...other, 'CONTINUES'].map(effect =>
          number(row.counts[effect], effect === 'CONTINUES' ? PLAIN : EFFECTS[effect], '', row.failed < row.clusters)))))), 'Table of environments'));
    overview.hidden = false;
  }

  createFilters();
  createOverview();
  const linked = recall();
  show();
  if (linked) jump();
  document.documentElement.dataset.ready = 'true';
})();
