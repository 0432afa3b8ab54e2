'use strict';

// Draws the pictures of a backtest; colours, tick() and element() are the page's.

const NAMES = { persistence: 'persistence', network: 'network alone', mix: 'mix that is served' };
const expertName = (id) => NAMES[id] ?? id.replaceAll('_', ' ');
const percent = (share) => share === null ? '–' : `${(100 * share).toFixed(1)} %`;
const number = (value) => value === null || value === undefined ? '–' : tick(Number(value.toPrecision(4)));
const ANOMALOUS = 1;

const figure = (title, note, id) => {
  const made = document.createElement('figure');
  const picture = element('div', '', 'picture');
  picture.id = id;
  made.append(element('h2', title, ''), element('p', note, 'note'), picture);
  document.getElementById('charts').append(made);
  const drawn = window.echarts.init(picture, null, { renderer: 'svg' });
  window.addEventListener('resize', () => drawn.resize());
  return { drawn, note: made.querySelector('.note') };
};

const timeAxis = (times) => ({
  type: 'category',
  data: times,
  axisLine: { onZero: false, lineStyle: { color: MUTED } },
  axisTick: { show: false },
  axisLabel: { color: MUTED, fontSize: 13, hideOverlap: true, margin: 16 },
});

const valueAxis = (name, more) => ({
  type: 'value',
  name,
  nameLocation: 'middle',
  nameGap: 62,
  nameTextStyle: { color: INK, fontSize: 14 },
  scale: true,
  axisLabel: { color: MUTED, fontSize: 13, formatter: tick },
  splitLine: { lineStyle: { color: GRID } },
  ...more,
});

const options = (x, y, series, more) => ({
  color: COLOURS,
  animation: false,
  grid: { left: 92, right: 60, top: 56, bottom: 44 },
  legend: { top: 6, itemWidth: 26, itemHeight: 9, icon: 'roundRect', textStyle: { color: INK, fontSize: 14 }, data: series.map((each) => each.name) },
  tooltip: { trigger: 'axis', valueFormatter: (value) => Array.isArray(value) ? number(value[1]) : number(value) },
  xAxis: x,
  yAxis: y,
  series,
  ...more,
});

const line = (name, values, colour, more) => ({
  type: 'line', name, data: values, showSymbol: false, lineStyle: { width: 2 }, itemStyle: { color: colour }, ...more,
});

// The stretches in which both ends of a band are known, as [position, lower, upper].
const stretches = (lower, upper) => {
  const found = [[]];
  lower.forEach((low, i) => {
    if (low === null || upper[i] === null) {
      found.push([]);
    } else {
      found[found.length - 1].push([i, low, upper[i]]);
    }
  });
  return found.filter((each) => each.length > 1);
};

// A band is polygons, along its upper end and back along its lower one: stacked areas go wrong below zero. All of them
// are drawn with the first point; the other points only stretch the axis.
const band = (name, lower, upper, colour) => {
  const found = stretches(lower, upper);
  return [{
    type: 'custom',
    name,
    data: found.flat(),
    encode: { x: 0, y: [1, 2] },
    silent: true,
    clip: true,
    tooltip: { show: false },
    itemStyle: { color: colour, opacity: .22 },
    renderItem: (params, api) => params.dataIndexInside > 0 ? undefined : {
      type: 'group',
      children: found.map((points) => ({
        type: 'polygon',
        shape: {
          points: points.map(([i, , high]) => api.coord([i, high]))
            .concat(points.map(([i, low]) => api.coord([i, low])).reverse()),
        },
        style: { fill: colour, opacity: .22 },
      })),
    },
  }];
};

const anomalies = (times, values, scores) => ({
  type: 'scatter',
  name: 'anomalous',
  data: scores.map((score, i) => score > ANOMALOUS && values[i] !== null ? [times[i], values[i]] : null).filter(Boolean),
  symbolSize: 8,
  itemStyle: { color: COLOURS[1] },
  z: 5,
});

const levelName = (level) => `${tick(Number((100 * level).toPrecision(6)))} % band`;

const select = document.createElement('select');
select.id = 'key';
for (const each of data.series) {
  select.append(new Option(each.name, each.name));
}
const chooser = element('label', 'Key ', 'chooser');
chooser.append(select);
document.getElementById('charts').append(chooser);
chooser.hidden = data.series.length < 2;

const recent = figure('Forecast one step ahead, and what came', '', 'recent');
const whole = figure('The whole run', '', 'whole');
const errors = figure('Error over time, by expert', '', 'errors');
const weights = figure('Weight of each expert in the mix', '', 'weights');

const draw = (name) => {
  const series = data.series.find((each) => each.name === name);
  const last = series.recent;
  const all = series.whole;
  const level = levelName(data.levels[0]);
  const each = all.eventsPerPoint === 1 ? 'every event' : `means of ${all.eventsPerPoint} events`;
  recent.note.textContent = `${name}: the last ${last.time.length} events, each with what had been forecast one step before.`;
  recent.drawn.setOption(options(timeAxis(last.time), valueAxis('value'), [
    ...band(level, last.lower, last.upper, COLOURS[0]),
    line('forecast', last.forecast, COLOURS[0]),
    line('value', last.value, INK, { lineStyle: { width: 1.2 } }),
    anomalies(last.time, last.value, last.score),
  ]), true);
  whole.note.textContent = `${name}: ${each}; grey from the least to the greatest value.`;
  whole.drawn.setOption(options(timeAxis(all.time), valueAxis('value'), [
    ...band('least to greatest value', all.least, all.most, '#7b8794'),
    ...band(level, all.lower, all.upper, COLOURS[0]),
    line('forecast', all.forecast, COLOURS[0], { lineStyle: { width: 1.2 } }),
    anomalies(all.time, all.most, all.score),
  ]), true);
  errors.note.textContent = `${name}: mean absolute error one step ahead, ${each}.`;
  errors.drawn.setOption(options(timeAxis(all.time), valueAxis('mean absolute error', { min: 0 }), [
    ...data.experts.map((id, i) => line(expertName(id), smooth(all.errors[i]), COLOURS[i + 1], { lineStyle: { width: 1.4 } })),
    line('mix that is served', smooth(all.error), COLOURS[0], { lineStyle: { width: 2.4 } }),
  ]), true);
  weights.note.textContent = `${name}: weights sum to 1; ${each}.`;
  weights.drawn.setOption(options(timeAxis(all.time), valueAxis('weight', { min: 0, max: 1, scale: false }), data.experts.map((id, i) =>
    line(expertName(id), all.weights[i], COLOURS[i + 1], { stack: 'weights', lineStyle: { width: 0 }, areaStyle: { opacity: .8 } }))), true);
};

// The mean of a point and its neighbours: single errors hide who is better.
const smooth = (values) => {
  const reach = Math.max(1, Math.floor(values.length / 60));
  return values.map((value, i) => {
    const near = values.slice(Math.max(0, i - reach), i + reach + 1).filter((each) => each !== null);
    return value === null || near.length === 0 ? null : near.reduce((sum, each) => sum + each, 0) / near.length;
  });
};

const numeric = (name, least, most) => valueAxis(name, { min: least, max: most });

const calibration = () => {
  const { drawn } = figure('Calibration', 'Share of values at or below each quantile that is forecast; on the diagonal it means what it says.', 'calibration');
  drawn.setOption(options(
    { ...numeric('nominal', 0, 1), nameGap: 30 },
    numeric('measured', 0, 1),
    [
      line('as it should be', [[0, 0], [1, 1]], MUTED, { lineStyle: { type: 'dashed', width: 1 } }),
      ...data.calibration.map((each, i) => line(each.name, each.points, COLOURS[i], { showSymbol: true, symbolSize: 9 - 3 * i })),
    ],
    { grid: { left: 92, right: 60, top: 56, bottom: 58 } },
  ));
};

const byHorizon = (title, note, id, name, lines, more) => {
  const { drawn } = figure(title, note, id);
  const steps = data.horizons.map((row) => String(row.horizon));
  drawn.setOption(options(
    { ...timeAxis(steps), name: 'steps ahead', nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: INK, fontSize: 14 } },
    valueAxis(name, more),
    lines.map((each, i) => line(each.name, each.values, each.colour ?? COLOURS[i], { showSymbol: true, symbolSize: 6, lineStyle: { type: each.dashed ? 'dashed' : 'solid', width: 2 } })),
    { grid: { left: 92, right: 60, top: 56, bottom: 58 } },
  ));
};

const table = (title, note, header, rows) => {
  const section = document.createElement('section');
  const made = document.createElement('table');
  const head = document.createElement('tr');
  head.append(...header.map((name) => element('th', name, '')));
  made.append(head, ...rows.map((cells) => {
    const row = document.createElement('tr');
    row.append(...cells.map((cell) => element('td', cell, '')));
    return row;
  }));
  made.className = 'wide';
  const scroll = element('div', '', 'scroll');
  scroll.append(made);
  section.append(element('h2', title, ''), element('p', note, 'note'), scroll);
  document.getElementById('charts').append(section);
};

const HEADER = ['MSE', 'MAE', 'sMAPE %', 'MASE', 'pinball', 'vs persistence', 'vs seasonal naive']
  .concat(data.levels.flatMap((level) => [`in ${levelName(level)}`, 'width', 'interval score', '(Gaussian)']));
const cells = (row) => [row.mse, row.mae, row.smape, row.mase, row.pinball].map(number)
  .concat(percent(row.persistence), percent(row.seasonal))
  .concat(data.levels.flatMap((_, i) => [percent(row.coverage[i]), number(row.width[i]), number(row.interval[i]), number(row.gaussian[i])]));

// The outcome that people label: only where the topology has one.
const reliability = (outcome) => {
  const { drawn } = figure('Reliability of the outcome', `How often it came, by how probable it was said to be: tenths of ${tick(outcome.count)} forecasts. Brier score ${number(outcome.brier)} (share of outcomes alone: ${number(outcome.base)}), calibration error ${number(outcome.error)}.`, 'reliability');
  drawn.setOption(options(
    { ...numeric('probability', 0, 1), nameGap: 30 },
    numeric('share of outcomes', 0, 1),
    [
      line('as it should be', [[0, 0], [1, 1]], MUTED, { lineStyle: { type: 'dashed', width: 1 } }),
      line('outcome', outcome.points, COLOURS[0], { showSymbol: true, symbolSize: 9 }),
    ],
    { grid: { left: 92, right: 60, top: 56, bottom: 58 } },
  ));
};

calibration();
if (data.outcome !== undefined && data.outcome.count > 0) {
  reliability(data.outcome);
}
if (data.horizons.length > 1) {
  byHorizon('Coverage, by horizon', 'Share of values inside the band; dashed: what it should be.', 'coverage', 'share', data.levels.flatMap((level, i) => [
    { name: levelName(level), values: data.horizons.map((row) => row.coverage[i]), colour: COLOURS[i] },
    { name: `${levelName(level)}, nominal`, values: data.horizons.map(() => level), dashed: true, colour: COLOURS[i] },
  ]), { min: (range) => Math.max(0, Math.floor(20 * range.min - .5) / 20), max: (range) => Math.min(1, Math.ceil(20 * range.max + .5) / 20) });
  byHorizon('Error, by horizon', 'MASE: errors in those of the seasonal naive forecast one season ahead; 1 is as good as that.', 'mase', 'MASE', [
    { name: 'MASE', values: data.horizons.map((row) => row.mase) },
  ], { min: 0 });
}
table('By horizon', 'All keys together. The median is scored by absolute errors, the mean by squared ones.', ['steps ahead', ...HEADER], data.horizons.map((row) => [String(row.horizon), ...cells(row)]));
table('By key', data.keysNote, ['key', 'events', ...HEADER, 'error ÷ persistence, events 5–20', 'first 100'], data.keys.map((row) => [row.key, String(row.events), ...cells(row), number(row.early), number(row.first)]));

select.addEventListener('change', () => draw(select.value));
if (data.series.length > 0) {
  draw(data.series[0].name);
}
document.documentElement.dataset.drawn = 'true';
