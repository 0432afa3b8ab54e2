// One key's chart: value, the forecast made one step before with its band, the forecast ahead, and the score below.

import * as format from './format.js';

const COLUMNS = ['time', 'y', 'yhat', 'yhat_lower', 'yhat_upper', 'anomaly_score', 'alert_score'];
/** A band may stretch the value axis by this share of the values' own range; wider ones are cut at the edge. */
const BAND_STRETCH = 0.6;
const TICKS = 6;

export class SeriesChart {
  #element;
  #chart;
  #colours = {};
  #points = emptyPoints();
  #latest = null;
  #capacity = 0;
  #span = Infinity;
  #frame = 0;
  #note;
  #noteText;
  /** The past point that is looked at, and what was forecast there; null for the present. */
  #at = null;
  #fan = null;
  #labels = [];

  constructor(element, note) {
    this.#element = element;
    this.#note = note;
    this.#noteText = note.textContent;
    this.#chart = window.echarts.init(element, null, { renderer: 'canvas' });
    this.#chart.on('finished', () => this.#report());
    this.#chart.getZr().on('click', (event) => this.#lookAtPixel(event.offsetX, event.offsetY));
    element.addEventListener('keydown', (event) => this.#onKeyDown(event));
    new ResizeObserver(() => this.#chart.resize()).observe(element);
    this.readColours();
  }

  /** Marks the stretches that somebody has labelled. */
  label(labels) {
    this.#labels = labels;
    this.#redraw();
  }

  /** What a label is likely meant for: the anomalous values around the point looked at, or that point alone. */
  stretch() {
    const { time, anomaly_score: score } = this.#points;
    const found = time.indexOf(this.#at);
    let from = found < 0 ? time.length - 1 : found;
    let to = from;
    while (score[from] > 1 && score[from - 1] > 1) {
      from--;
    }
    while (score[to] > 1 && score[to + 1] > 1) {
      to++;
    }
    return [time[from], time[to]];
  }

  #lookAtPixel(x, y) {
    if (!this.#chart.containPixel('grid', [x, y])) {
      return;
    }
    const [at] = this.#chart.convertFromPixel({ seriesId: 'value' }, [x, y]);
    const times = this.#shown().time;
    this.#lookAt(times.reduce((best, time) => (Math.abs(time - at) < Math.abs(best - at) ? time : best), times[0]));
  }

  #onKeyDown(event) {
    const times = this.#shown().time;
    const at = times.indexOf(this.#at);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') {
      this.#present();
    } else if (step && times.length > 0) {
      event.preventDefault();
      this.#lookAt(times[Math.max(0, Math.min(times.length - 1, (at < 0 ? times.length - 1 : at) + step))]);
    }
  }

  #present() {
    this.#at = null;
    this.#fan = null;
    this.#note.textContent = this.#noteText;
    delete this.#element.dataset.fan;
    this.#redraw();
  }

  /** Asks what was forecast at a past point; the last one that was asked for is drawn. */
  async #lookAt(time) {
    this.#at = time;
    const key = encodeURIComponent(this.#latest.key).replaceAll('.', '%2E');
    try {
      const answer = await fetch(`/api/keys/${key}/fan?time=${time}`);
      const fan = answer.ok ? await answer.json() : null;
      if (this.#at !== time || fan?.key !== this.#latest?.key) {
        return;
      }
      this.#fan = fan;
      this.#element.dataset.fan = String(time);
      this.#note.textContent = `Forecast made at ${format.dateTime(time)} UTC, `
        + `${fan.target_time.length} ${fan.target_time.length === 1 ? 'horizon' : 'horizons'} ahead; Escape returns to the present.`;
      this.#redraw();
    } catch {
      this.#note.textContent = 'The server does not answer.';
    }
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const names = ['ink', 'muted', 'faint', 'bar', 'line', 'panel', 'forecast', 'band', 'ahead', 'ahead-band', 'anomaly', 'label'];
    this.#colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.#redraw();
  }

  clear() {
    this.#points = emptyPoints();
    this.#latest = null;
    this.#present();
    this.#chart.clear();
    this.#element.dataset.points = '0';
  }

  replace(series) {
    this.#points = emptyPoints();
    this.append(series);
  }

  append(series) {
    this.#capacity = series.capacity;
    for (const column of COLUMNS) {
      const held = this.#points[column];
      held.push(...series.points[column]);
      held.splice(0, Math.max(0, held.length - this.#capacity));
    }
    this.#latest = series.latest;
    this.#redraw();
  }

  /** How many of the last points to show. */
  show(span) {
    this.#span = span;
    this.#redraw();
  }

  #redraw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (this.#latest && this.#points.time.length > 0) {
        this.#chart.setOption(this.#option(), { notMerge: false, lazyUpdate: false });
      }
    });
  }

  /** What is on the screen, for those who cannot see it. */
  #report() {
    const times = this.#points.time;
    if (times.length > 0) {
      this.#element.dataset.key = this.#latest.key;
      this.#element.dataset.points = String(Math.min(times.length, this.#span));
      this.#element.dataset.lastTime = String(times.at(-1));
    }
  }

  #shown() {
    const from = Math.max(0, this.#points.time.length - this.#span);
    return Object.fromEntries(COLUMNS.map((column) => [column, this.#points[column].slice(from)]));
  }

  #option() {
    const points = this.#shown();
    const ahead = aheadOf(points, this.#latest);
    const fan = this.#fan ? fanOf(this.#fan) : [];
    const first = points.time[0];
    const last = Math.max(ahead.at(-1).time, fan.at(-1)?.time ?? 0);
    const [low, high, interval] = valueAxis(points, ahead);
    const top = Math.max(2, Math.ceil(Math.max(...points.anomaly_score.map((score) => score ?? 0))));
    const c = this.#colours;
    const label = { color: c.muted, fontSize: 12 };
    const time = { type: 'time', min: first, max: last, axisTick: { show: false }, axisLine: { lineStyle: { color: c.line } } };
    return {
      useUTC: true,
      animation: false,
      grid: [
        { left: 56, right: 12, top: 10, bottom: 112 },
        { left: 56, right: 12, height: 56, bottom: 28 },
      ],
      axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: c.muted } },
      tooltip: this.#tooltip(points, ahead),
      dataZoom: [{ type: 'inside', xAxisIndex: [0, 1], filterMode: 'none', minSpan: 2 }],
      xAxis: [
        { ...time, gridIndex: 0, axisLabel: { show: false }, splitLine: { show: false } },
        { ...time, gridIndex: 1, axisLabel: { ...label, hideOverlap: true }, splitLine: { show: false } },
      ],
      yAxis: [
        {
          gridIndex: 0, min: low, max: high, interval, axisLabel: { ...label, formatter: format.tick },
          splitLine: { lineStyle: { color: c.line } },
        },
        {
          gridIndex: 1, min: 0, max: top, interval: top, name: 'score', nameLocation: 'middle', nameGap: 36,
          nameTextStyle: label, axisLabel: label, splitLine: { show: false },
        },
      ],
      series: [
        bandSeries('band', bandsOf(points), c.band),
        bandSeries('ahead-band', [ahead.map((p) => [p.time, p.lower, p.upper])], c['ahead-band']),
        bandSeries('fan-band', fan.length > 1 ? [fan.map((p) => [p.time, p.lower, p.upper])] : [], c['ahead-band']),
        lineSeries('forecast', zip(points.time, points.yhat), { color: c.forecast, width: 1.5 }, 3),
        lineSeries('ahead', ahead.map((p) => [p.time, p.yhat]), { color: c.ahead, width: 2, type: [5, 4] }, 4),
        lineSeries('fan', fan.map((p) => [p.time, p.yhat]), { color: c.ahead, width: 2 }, 4),
        { ...lineSeries('value', zip(points.time, points.y), { color: c.ink, width: 1.75 }, 5), ...this.#marks() },
        {
          id: 'anomalies', type: 'scatter', silent: true, emphasis: { disabled: true }, symbolSize: 8, z: 6,
          itemStyle: { color: c.anomaly, borderColor: c.panel, borderWidth: 1.5 },
          data: zip(points.time, points.y).filter((_, i) => points.anomaly_score[i] > 1),
        },
        this.#scoreSeries(points),
      ],
    };
  }

  /** The point that is looked at, and what is labelled. */
  #marks() {
    const c = this.#colours;
    return {
      markLine: {
        silent: true, symbol: 'none', animation: false, label: { show: false },
        lineStyle: { color: c.ahead, type: 'dotted', width: 1.5 },
        data: this.#at === null ? [] : [{ xAxis: this.#at }],
      },
      markArea: {
        silent: true, animation: false, itemStyle: { color: c.label },
        label: { color: c.muted, position: 'insideTop', fontSize: 11 },
        data: this.#labels.map((label) => [{ name: label.label, xAxis: label.from }, { xAxis: label.to }]),
      },
    };
  }

  #scoreSeries(points) {
    const c = this.#colours;
    const width = this.#chart.getWidth() / points.time.length;
    return {
      id: 'score', type: 'bar', xAxisIndex: 1, yAxisIndex: 1, silent: true, emphasis: { disabled: true },
      barWidth: Math.max(1, Math.min(8, Math.floor(width * 0.7))),
      itemStyle: { color: (item) => (item.value[1] > 1 ? c.anomaly : c.bar) },
      data: zip(points.time, points.anomaly_score),
      markLine: {
        silent: true, symbol: 'none', label: { position: 'start', distance: 8, formatter: '1', color: c.anomaly },
        lineStyle: { color: c.anomaly, type: 'dashed', width: 1, opacity: 0.8 },
        data: [{ yAxis: 1 }],
      },
    };
  }

  #tooltip(points, ahead) {
    const c = this.#colours;
    return {
      trigger: 'axis', confine: true, transitionDuration: 0, backgroundColor: c.panel, borderColor: c.line,
      padding: [8, 12], textStyle: { color: c.ink },
      formatter: (items) => {
        const at = items[0]?.value[0];
        const i = points.time.indexOf(at);
        return i >= 0 ? pastTip(points, i) : aheadTip(ahead.find((p) => p.time === at));
      },
    };
  }
}

function emptyPoints() {
  return Object.fromEntries(COLUMNS.map((column) => [column, []]));
}

function zip(times, values) {
  return times.map((time, i) => [time, values[i]]);
}

/** The forecast ahead, from the last value on. */
function aheadOf(points, latest) {
  const y = points.y.at(-1);
  const start = { time: points.time.at(-1), yhat: y, lower: y, upper: y };
  return [start, ...latest.target_time.map((time, i) => ({
    time, yhat: latest.yhat[i], lower: latest.yhat_lower[i], upper: latest.yhat_upper[i],
  }))];
}

/** The forecasts made at a past point, from its value on. */
function fanOf(fan) {
  const start = { time: fan.time, yhat: fan.y, lower: fan.y, upper: fan.y };
  return [start, ...fan.target_time.map((time, i) => ({
    time, yhat: fan.yhat[i], lower: fan.yhat_lower[i], upper: fan.yhat_upper[i],
  }))];
}

/** The stretches in which every point has a band. */
function bandsOf(points) {
  const bands = [[]];
  points.time.forEach((time, i) => {
    if (points.yhat_lower[i] === null || points.yhat_upper[i] === null) {
      bands.push([]);
    } else {
      bands.at(-1).push([time, points.yhat_lower[i], points.yhat_upper[i]]);
    }
  });
  return bands.filter((band) => band.length > 1);
}

/** Lowest and highest value of the axis and the distance of its ticks, all round, so that it seldom changes. */
function valueAxis(points, ahead) {
  const finite = (values) => values.filter((value) => value !== null);
  const inner = finite([...points.y, ...points.yhat, ...ahead.map((p) => p.yhat)]);
  const outer = finite([...points.yhat_lower, ...points.yhat_upper, ...ahead.flatMap((p) => [p.lower, p.upper])]);
  const low = Math.min(...inner);
  const high = Math.max(...inner);
  const stretch = BAND_STRETCH * (high - low);
  const from = Math.max(Math.min(low, ...outer), low - stretch);
  const to = Math.min(Math.max(high, ...outer), high + stretch);
  const interval = roundUp((to - from || Math.abs(to) || 1) / TICKS);
  const bottom = Math.floor(from / interval) * interval;
  const top = Math.ceil(to / interval) * interval;
  return [bottom, top > bottom ? top : bottom + interval, interval];
}

/** The next number of the form 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 2.5, 5, 10].find((step) => step * power >= value * (1 - 1e-9));
}

function lineSeries(id, data, lineStyle, z) {
  return {
    id, type: 'line', data, lineStyle, itemStyle: { color: lineStyle.color }, silent: true, z, zlevel: 0,
    symbol: 'circle', symbolSize: 6, showSymbol: false, emphasis: { disabled: true },
  };
}

/** Bands as polygons: along the upper edge and back along the lower one. */
function bandSeries(id, bands, colour) {
  return {
    id, type: 'custom', silent: true, clip: true, z: 1, emphasis: { disabled: true }, tooltip: { show: false },
    encode: { x: 0, y: [1, 2] },
    data: bands.map((band) => band[0]),
    renderItem: (params, api) => {
      const band = bands[params.dataIndex];
      const upper = band.map(([time, , high]) => api.coord([time, high]));
      const lower = band.map(([time, low]) => api.coord([time, low])).reverse();
      return {
        type: 'polygon', z2: 0,
        shape: { points: window.echarts.graphic.clipPointsByRect([...upper, ...lower], params.coordSys) },
        style: { fill: colour },
      };
    },
  };
}

function pastTip(points, i) {
  return tip(points.time[i], [
    ['value', format.number(points.y[i])],
    ['forecast', format.number(points.yhat[i])],
    ['band', format.range(points.yhat_lower[i], points.yhat_upper[i])],
    ['score', format.score(points.anomaly_score[i])],
  ]);
}

function aheadTip(point) {
  return point ? tip(point.time, [
    ['forecast ahead', format.number(point.yhat)],
    ['band', format.range(point.lower, point.upper)],
  ]) : '';
}

function tip(time, rows) {
  const box = document.createElement('div');
  box.className = 'tip';
  const head = box.appendChild(document.createElement('div'));
  head.className = 'tip-time';
  head.textContent = `${format.dateTime(time)} UTC`;
  for (const [name, value] of rows.filter(([, text]) => text)) {
    const row = box.appendChild(document.createElement('div'));
    row.className = 'tip-row';
    row.appendChild(document.createElement('span')).textContent = name;
    row.appendChild(document.createElement('strong')).textContent = value;
  }
  return box;
}
