/** ECharts with the three kinds of picture that the console draws, and no other. */
import { BarChart, HeatmapChart, LineChart, type BarSeriesOption, type HeatmapSeriesOption, type LineSeriesOption } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
  type VisualMapComponentOption,
} from "echarts/components";
import { init, use, type ComposeOption, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | HeatmapSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>;

use([BarChart, LineChart, HeatmapChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

const BASE: ChartOption = {
  animation: false,
  color: ["#0b7a4e", "#2f6fd6", "#b4690e", "#8b3fb5", "#b3261e"],
  textStyle: { fontFamily: "inherit" },
  legend: { show: false, top: 0, right: 0 },
  grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same" },
  // Drawn on the canvas: a tooltip of HTML would need inline styles, which the page forbids.
  tooltip: { trigger: "axis", renderMode: "richText", confine: true },
};

export function draw(box: HTMLElement, option: ChartOption): ECharts {
  const chart = init(box);
  chart.setOption(BASE);
  chart.setOption(option);
  const again = chart.setOption.bind(chart);
  chart.setOption = ((next: ChartOption) => {
    again(BASE, true);
    again(next);
  }) as typeof chart.setOption;
  return chart;
}
