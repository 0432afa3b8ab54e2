'use strict';

// Colours that stay apart for colour-blind eyes (Okabe and Ito 2008).
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#555555'];
const INK = '#17202a';
const MUTED = '#5a6675';
const GRID = '#e8ebef';

const tick = (value) => {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) {
    return value.toExponential(2).replace('.00e', 'e').replace('+', '');
  }
  return String(Number(value.toPrecision(6)));
};

// A logarithmic axis is drawn as a straight one of the logarithms: ECharts' own has no marks below 1e-10.
const place = (given, value) => given.logarithmic ? Math.log10(value) : value;
const reading = (given) => (value) => tick(given.logarithmic ? Number((10 ** value).toPrecision(3)) : value);

const axis = (given, vertical, whole) => ({
  type: 'value',
  name: given.name,
  nameLocation: 'middle',
  nameGap: vertical ? 62 : 32,
  nameTextStyle: { color: INK, fontSize: 14 },
  scale: true,
  min: 'least' in given ? place(given, given.least) : vertical ? undefined : 'dataMin',
  max: 'most' in given ? place(given, given.most) : vertical ? undefined : 'dataMax',
  minInterval: whole || given.logarithmic ? 1 : 0,
  axisLine: { show: true, onZero: false, lineStyle: { color: MUTED } },
  axisLabel: { color: MUTED, fontSize: 13, formatter: reading(given), hideOverlap: true },
  splitLine: { lineStyle: { color: GRID } },
});

// Epochs, lags and updates are counted: no tick between two of them.
const isCounted = (chart) => chart.series.every((each) => each.points.every((point) => Number.isInteger(point[0])));

const lines = (chart) => ({
  color: COLOURS,
  animation: false,
  grid: { left: 92, right: 30, top: 56, bottom: 58 },
  legend: { top: 6, itemWidth: 34, textStyle: { color: INK, fontSize: 14 } },
  tooltip: { trigger: 'axis', valueFormatter: reading(chart.y) },
  xAxis: axis(chart.x, false, isCounted(chart)),
  yAxis: axis(chart.y, true, false),
  series: chart.series.map((each) => ({
    type: 'line',
    name: each.name,
    data: each.points.map(([x, y]) => [place(chart.x, x), place(chart.y, y)]),
    showSymbol: each.points.length <= 30,
    symbolSize: 5,
    lineStyle: { width: each.dashed ? 3 : 2, type: each.dashed ? 'dashed' : 'solid' },
  })),
});

const labels = (given, name, vertical) => ({
  type: 'category',
  data: given,
  name,
  nameLocation: 'middle',
  nameGap: vertical ? 96 : 34,
  nameTextStyle: { color: INK, fontSize: 14 },
  inverse: vertical,
  axisTick: { show: false },
  axisLine: { show: false },
  axisLabel: { color: INK, fontSize: 13, interval: 0 },
});

const matrix = (chart) => {
  const cells = chart.values.flatMap((row, y) => row.map((value, x) => [x, y, value]));
  const most = Math.max(...cells.map((cell) => cell[2]));
  return {
    animation: false,
    grid: { left: 130, right: 30, top: 16, bottom: 62 },
    xAxis: labels(chart.columns, chart.columnName, false),
    yAxis: labels(chart.rows, chart.rowName, true),
    visualMap: { show: false, min: 0, max: most, inRange: { color: ['#f4f8fb', '#8cc0e0', '#0072b2'] } },
    series: [{
      type: 'heatmap',
      data: cells.map((cell) => ({ value: cell, label: { color: cell[2] > most / 2 ? '#fff' : INK } })),
      label: { show: true, fontSize: 14, formatter: (cell) => tick(cell.value[2]) },
      itemStyle: { borderColor: '#fff', borderWidth: 2 },
    }],
  };
};

const element = (name, text, className) => {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
};

const data = JSON.parse(document.getElementById('data').textContent);

for (const chart of data.charts ?? []) {
  const figure = document.createElement('figure');
  const picture = element('div', '', 'picture');
  figure.append(element('h2', chart.title, ''), element('p', chart.note, 'note'), picture);
  document.getElementById('charts').append(figure);
  const drawn = window.echarts.init(picture, null, { renderer: 'svg' });
  drawn.setOption(chart.kind === 'matrix' ? matrix(chart) : lines(chart));
  window.addEventListener('resize', () => drawn.resize());
}

document.getElementById('figures-section').hidden = data.figures.length === 0;
for (const each of data.figures) {
  const row = document.createElement('tr');
  row.append(element('td', each.name, ''), element('td', tick(each.value), ''), element('td', each.unit, ''));
  document.getElementById('figures').append(row);
}
