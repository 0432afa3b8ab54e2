// A dashboard as Grafana's published types have it, without their open ends: each panel with the options and the drawing
// of its own kind, each query with what Prometheus takes. A property that no type knows does not compile.

import type { AnnotationQuery, Dashboard, FieldConfig, Panel, VariableModel } from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/dashboard_types.gen';
import type { Options as StatOptions } from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { FieldConfig as TableDrawing, Options as TableOptions } from './node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { FieldConfig as SeriesDrawing, Options as SeriesOptions } from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
// Later versions no longer publish the data source's query in this package.
import type { PrometheusDataQuery } from './node_modules/grafana-schema-10/dist/esm/raw/composable/prometheus/dataquery/x/PrometheusDataQuery_types.gen';

/** The type as it stands in JSON: the words of an enumeration for its members. */
type Written<T> = 0 extends 1 & T ? T
  : unknown extends T ? T
  : T extends string ? `${T}`
  : T extends number | boolean | null | undefined ? T
  : T extends (infer E)[] ? Written<E>[]
  : { [K in keyof T]: Written<T[K]> };

/** What an override sets of a field, by its id. */
type Override<Drawing> =
  | { [K in Exclude<keyof FieldConfig, 'custom'>]-?: { id: K; value: FieldConfig[K] } }[Exclude<keyof FieldConfig, 'custom'>]
  | { [K in keyof Drawing & string]-?: { id: `custom.${K}`; value: Drawing[K] } }[keyof Drawing & string];

interface Fields<Drawing> {
  defaults: Omit<FieldConfig, 'custom'> & { custom?: Drawing };
  overrides: { matcher: { id: 'byName'; options: string }; properties: Override<Drawing>[] }[];
}

type Source = { type: 'prometheus'; uid: string };
type Query = Omit<PrometheusDataQuery, 'datasource'> & { datasource: Source };

type Open = 'type' | 'options' | 'fieldConfig' | 'targets' | 'datasource';
type PanelOf<Type extends string, Options, Drawing> = Omit<Panel, Open> & {
  type: Type;
  datasource: Source;
  options: Options;
  fieldConfig: Fields<Drawing>;
  targets: Query[];
};

/** An annotation from Prometheus: its query is the target, with the distance of its samples, and titles may name labels. */
type Annotation = Omit<AnnotationQuery, 'target'> & {
  target: Query & { interval: string };
  titleFormat?: string;
  textFormat?: string;
};

type Variable = Omit<VariableModel, 'query'> & { definition?: string; query: { query: string; refId: string } };

export type Checked = Written<Omit<Dashboard, 'panels' | 'annotations' | 'templating'> & {
  panels: (
    | PanelOf<'stat', StatOptions, {}>
    | PanelOf<'timeseries', SeriesOptions, SeriesDrawing>
    | PanelOf<'table', TableOptions, TableDrawing>
  )[];
  annotations: { list: Annotation[] };
  templating: { list: Variable[] };
}>;
