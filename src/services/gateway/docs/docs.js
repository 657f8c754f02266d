'use strict';

const MAX_DEPTH = 6;
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function resolve(root, schema) {
  let current = schema;
  for (let hops = 0; current && current.$ref && hops < 10; hops++) {
    current = current.$ref.slice(2).split('/').reduce(
        (node, key) => node && node[key.replaceAll('~1', '/').replaceAll('~0', '~')], root);
  }
  return current || {};
}

function typeName(root, schema) {
  const known = resolve(root, schema);
  if (known.type === 'array') return `list of ${typeName(root, known.items || {})}`;
  if (known.enum) return known.enum.map((value) => JSON.stringify(value)).join(' | ');
  const type = Array.isArray(known.type) ? known.type.join(' | ') : known.type || 'any';
  return known.format ? `${type} (${known.format})` : type;
}

function example(root, schema, depth = 0) {
  const known = resolve(root, schema);
  if (known.example !== undefined) return known.example;
  if (known.enum) return known.enum[0];
  if (depth > MAX_DEPTH) return null;
  if (known.type === 'array') return [example(root, known.items || {}, depth + 1)];
  if (known.type === 'object' || known.properties) {
    return Object.fromEntries(
        Object.entries(known.properties || {}).map(([name, value]) => [name, example(root, value, depth + 1)]));
  }
  if (known.type === 'integer' || known.type === 'number') return 0;
  if (known.type === 'boolean') return false;
  return known.format === 'date-time' ? '2026-01-02T03:04:05Z' : 'string';
}

function fieldTable(rows) {
  const head = element('tr', {}, ...['Name', 'Type', 'Meaning'].map((text) => element('th', {scope: 'col'}, text)));
  const body = rows.map(([name, type, required, text]) => element(
      'tr', {}, element('td', {}, element('code', {}, name), required ? ' *' : ''), element('td', {}, type),
      element('td', {}, text || '')));
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
}

function schemaPart(root, title, content) {
  const schema = content && content['application/json'] && content['application/json'].schema;
  if (!schema) return [];
  const known = resolve(root, schema);
  const required = known.required || [];
  const rows = Object.entries(known.properties || {}).map(
      ([name, value]) => [name, typeName(root, value), required.includes(name),
        value.description || resolve(root, value).description]);
  const sample = element('pre', {tabindex: '0'}, JSON.stringify(example(root, schema), null, 2));
  return [element('h3', {}, title), ...(rows.length ? [fieldTable(rows)] : []), sample];
}

function operation(root, verb, path, details) {
  const parameters = (details.parameters || []).map((parameter) => resolve(root, parameter));
  const parts = [element('p', {}, details.description || '')];
  if (parameters.length) {
    parts.push(element('h3', {}, 'Parameters'), fieldTable(parameters.map(
        (p) => [p.name, `${typeName(root, p.schema || {})}, ${p.in}`, p.required, p.description])));
  }
  parts.push(...schemaPart(root, 'Body', resolve(root, details.requestBody || {}).content));
  for (const [status, response] of Object.entries(details.responses || {})) {
    const known = resolve(root, response);
    const title = `${status} ${known.description || ''}`;
    const shown = schemaPart(root, title, known.content);
    parts.push(...(shown.length ? shown : [element('p', {}, title)]));
  }
  const summary = element('summary', {}, element('span', {class: 'verb'}, verb.toUpperCase()),
      element('code', {}, path), ` ${details.summary || ''}`);
  const node = element('details', {}, summary, element('div', {}, ...parts));
  node.dataset.words = `${verb} ${path} ${details.operationId || ''} ${details.summary || ''}`.toLowerCase();
  return node;
}

function render(root) {
  const groups = new Map();
  for (const [path, item] of Object.entries(root.paths || {})) {
    for (const verb of VERBS.filter((name) => item[name])) {
      const tag = (item[verb].tags || ['API'])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(root, verb, path, item[verb]));
    }
  }
  const sections = [...groups].map(([tag, operations]) => element('section', {}, element('h2', {}, tag), ...operations));
  document.getElementById('operations').replaceChildren(...sections);
}

function filter(text) {
  const wanted = text.trim().toLowerCase();
  for (const node of document.querySelectorAll('details[data-words]')) node.hidden = !node.dataset.words.includes(wanted);
  for (const section of document.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
}

document.getElementById('filter').addEventListener('input', (event) => filter(event.target.value));
fetch('/openapi.json')
    .then((response) => response.json())
    .then(render)
    .catch(() => document.getElementById('operations').replaceChildren('The document could not be loaded.'));
