// Wires the page: what is chosen, what arrives, what is drawn.

import * as format from './format.js';
import { HealthView } from './health.js';
import { KeyList } from './keys.js';
import { Labels } from './labels.js';
import { Live } from './live.js';
import { ModelPanel } from './model.js';
import { SeriesChart } from './series.js';
import { startViews } from './views.js';

const SEARCH_PAUSE_MILLIS = 200;
const STATE_TEXT = { connecting: 'connecting', live: 'live', lost: 'connection lost, retrying' };
const STATUS = {
  WARMING_UP: ['warming up', 'warn'],
  OK: ['ok', ''],
  DEGRADED: ['degraded', 'warn'],
  SILENT: ['silent', 'alarm'],
};

const find = (id) => document.getElementById(id);
const search = find('search');
const keys = new KeyList(find('key-list'), find('counts'), choose);
const model = new ModelPanel(find);
const health = new HealthView(find);
const labels = new Labels(find);
const live = new Live({
  hello, overview, series, points, notes: noted,
  model: (models) => model.draw(models),
  episodes: (open) => health.episodes(open),
  health: (state) => health.state(state),
}, connection);
const NO_NOTES = { labels: [], episodes: [] };
let chart = null;
let notes = NO_NOTES;
let chosen = new URLSearchParams(location.hash.slice(1)).get('key');
let span = 300;

function choose(key) {
  if (key === chosen) {
    return;
  }
  chosen = key;
  const hash = new URLSearchParams(location.hash.slice(1));
  hash.set('key', key);
  history.replaceState(null, '', `#${hash}`);
  chart?.clear();
  live.select(search.value, chosen);
}

function connection(state) {
  find('connection').dataset.state = state;
  find('connection').textContent = STATE_TEXT[state];
}

function hello({ stream, labels: canLabel }) {
  find('label-open').hidden = !canLabel;
  find('stream').textContent = stream;
  document.title = `${stream} · Streamgauge`;
}

function overview(data) {
  keys.draw(data, search.value);
  if (chosen === null && keys.first !== null) {
    keys.choose(keys.first);
  } else if (!chart && data.total > 0) {
    find('waiting-hint').textContent = `No event of ${chosen} is held; choose another key from the list.`;
  }
}

function series(data) {
  find('waiting').hidden = true;
  find('series').hidden = false;
  chart ??= new SeriesChart(find('chart'), find('fan-note'));
  chart.show(span);
  chart.replace(data);
  chart.annotate(notes.key === data.key ? notes : NO_NOTES);
  facts(data.latest);
  keys.mark(data.key);
}

function noted(data) {
  notes = data;
  if (data.key === chosen) {
    chart?.annotate(data);
  }
}

function points(data) {
  chart.append(data);
  facts(data.latest);
}

function facts(latest) {
  const previous = latest.previous;
  find('key-name').textContent = latest.key;
  const [word, tone] = STATUS[latest.status] ?? [latest.status, 'warn'];
  find('key-status').textContent = latest.progress < 1 ? `${word}, ${format.percent(latest.progress)}` : word;
  find('key-status').dataset.tone = tone;
  find('fact-value').textContent = format.number(latest.y);
  find('fact-time').textContent = `${format.dateTime(latest.time)} UTC`;
  find('fact-expected').textContent = format.number(previous?.yhat);
  find('fact-band').textContent = previous ? format.range(previous.yhat_lower, previous.yhat_upper) : 'none had been made';
  find('fact-score').textContent = format.score(latest.anomaly_score);
  find('fact-score').classList.toggle('high', latest.anomaly_score > 1);
  find('fact-reason').textContent = latest.reason ? latest.reason.replaceAll('_', ' ') : '';
  find('fact-next').textContent = format.number(latest.yhat[0]);
  find('fact-next-band').textContent = latest.yhat.length ? format.range(latest.yhat_lower[0], latest.yhat_upper[0]) : '';
  model.drawMix(latest.skill);
  keys.refresh(latest);
}

find('label-open').addEventListener('click', () => labels.open(chosen, chart.stretch()));

let pause = 0;
search.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(() => live.select(search.value, chosen), SEARCH_PAUSE_MILLIS);
});
search.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    keys.onKeyDown(event);
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName) && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
});

const spans = [...document.querySelectorAll('[data-span]')];
function pressSpan(button) {
  span = button.dataset.span === 'all' ? Infinity : Number(button.dataset.span);
  spans.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
  chart?.show(span);
}
spans.forEach((button) => button.addEventListener('click', () => pressSpan(button)));
pressSpan(spans[1]);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  chart?.readColours();
  model.redraw();
});

startViews((view) => health.shown(view === 'health'));
if (chosen !== null) {
  keys.mark(chosen);
}
live.select('', chosen);
