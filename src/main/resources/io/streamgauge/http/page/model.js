// The shared weights as they change, and the mix of the chosen key.

import * as format from './format.js';
import { cells } from './health.js';

const VERSIONS_LISTED = 100;

export class ModelPanel {
  #find;
  #charts = {};
  #generations = [];

  constructor(find) {
    this.#find = find;
  }

  draw(models) {
    this.#generations = models.generations;
    const latest = models.latest;
    this.#find('model-none').hidden = latest !== null;
    this.#find('model-body').hidden = latest === null;
    this.#find('loss-section').hidden = latest === null;
    if (latest === null) {
      return;
    }
    this.#find('model-generation').textContent = format.whole(latest.generation);
    this.#find('model-version').textContent = format.whole(latest.version);
    this.#find('model-windows').textContent = format.whole(latest.windows);
    this.#find('model-until').textContent = `${format.dateTime(latest.until_time)} UTC`;
    this.#find('loss-note').textContent = comparison(latest);
    this.redraw();
  }

  drawMix(skill) {
    const experts = Object.entries(skill).sort(([, a], [, b]) => b - a);
    this.#find('mix-section').hidden = experts.length === 0;
    this.#find('mix').replaceChildren(...experts.map(([name, weight]) => {
      const row = document.createElement('li');
      row.appendChild(document.createElement('span')).textContent = name.replaceAll('_', ' ');
      row.appendChild(document.createElement('strong')).textContent = format.percent(weight);
      const bar = row.appendChild(document.createElement('progress'));
      bar.value = weight ?? 0;
      bar.setAttribute('aria-label', `weight of ${name}`);
      return row;
    }));
  }

  redraw() {
    if (this.#generations.length === 0) {
      return;
    }
    this.#draw('loss', losses(this.#generations));
    this.#draw('page-loss', losses(this.#generations));
    this.#draw('page-gradients', gradients(this.#generations));
    this.#list();
  }

  #draw(id, chartOption) {
    const element = this.#find(id);
    if (!this.#charts[id]) {
      this.#charts[id] = window.echarts.init(element);
      new ResizeObserver(() => this.#charts[id].resize()).observe(element);
    }
    this.#charts[id].setOption(chartOption);
    element.dataset.points = String(this.#generations.length);
  }

  #list() {
    const latest = this.#generations.slice(-VERSIONS_LISTED).reverse();
    this.#find('versions-none').hidden = true;
    this.#find('versions').hidden = false;
    this.#find('versions').tBodies[0].replaceChildren(...latest.map((model) => cells([
      format.whole(model.generation), format.whole(model.version), format.whole(model.windows),
      format.number(model.gate_loss), format.number(model.parent_loss), format.number(model.gradient_norm),
      `${format.dateTime(model.until_time)} UTC`])));
  }
}

/** On the same windows, so that the figures compare; the curve's points were each measured on windows of their own. */
function comparison(latest) {
  const against = (loss, name) => {
    if (loss === null || latest.gate_loss === null || loss <= 0) {
      return [];
    }
    const change = latest.gate_loss / loss - 1;
    const word = change <= 0 ? 'lower' : 'higher';
    return [`${format.percent(Math.abs(change))} ${word} than ${name}`];
  };
  const parts = [
    ...against(latest.parent_loss, latest.version === 1 ? 'the untrained network' : 'the version before it'),
    ...(latest.version === 1 ? [] : against(latest.first_loss, 'the first version')),
  ];
  const measured = `Gate loss ${format.number(latest.gate_loss)}, on windows it had not trained on`;
  return parts.length === 0 ? `${measured}.` : `${measured}: ${parts.join(', ')} on the same windows.`;
}

function losses(generations) {
  return option(generations, [
    ['train', 'train_loss', { color: 'train', width: 1.5 }],
    ['first', 'first_loss', { color: 'muted', width: 1.5, type: 'dotted' }],
    ['gate', 'gate_loss', { color: 'forecast', width: 2 }],
  ]);
}

function gradients(generations) {
  return option(generations, [['gradient', 'gradient_norm', { color: 'forecast', width: 2 }]]);
}

function option(generations, lines) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const label = { color: colour('muted'), fontSize: 11, hideOverlap: true };
  const line = ([id, column, style]) => {
    const lineStyle = { ...style, color: colour(style.color) };
    return ({
      id, type: 'line', silent: true, lineStyle, itemStyle: { color: lineStyle.color },
      showSymbol: generations.length < 3, symbolSize: 5,
      data: generations.map((model) => [model.generation, model[column]]),
    });
  };
  return {
    animation: false,
    grid: { left: 44, right: 8, top: 8, bottom: 22 },
    xAxis: {
      type: 'value', scale: true, minInterval: 1, axisLabel: { ...label, showMinLabel: false, showMaxLabel: false },
      splitLine: { show: false }, axisTick: { show: false },
      min: generations[0].generation, max: Math.max(generations.at(-1).generation, generations[0].generation + 1),
      axisLine: { lineStyle: { color: colour('line') } },
    },
    yAxis: {
      type: 'value', scale: true, splitNumber: 3, axisLabel: { ...label, formatter: format.tick },
      splitLine: { lineStyle: { color: colour('line') } },
    },
    series: lines.map(line),
  };
}
