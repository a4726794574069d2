/** The form of a config as the host sends it, made by the host's own code. */
import { formOf, type KnownData } from '../../../../src/config/form';
import { presets } from '../../../../src/config/presets';
import type { HostToPanel } from '../../../../src/protocol/panel';

/** A config with a target that the table does not have. */
export const weatherConfig = `{
  // Tomorrow's highest temperature
  "data": {
    "file": "seattle-weather.csv",
    "inputs": ["temp_max", "temp_min", "precipitation", "wind"],
    "targets": ["temp_maxx"],
    "window": 30
  },
  "model": { "cell": "lstm", "hiddenSize": 32 },
  "training": { "epochs": 30, "optimizer": { "learningRate": 0.003 } },
  "probe": { "sequences": [0, 40] }
}
`;

/** The host's knowledge of its data file. */
export const weatherData: KnownData = {
  columns: [
    { name: 'date', holds: 'dates', numeric: false },
    { name: 'precipitation', holds: 'numbers', numeric: true },
    { name: 'temp_max', holds: 'numbers', numeric: true },
    { name: 'temp_min', holds: 'numbers, 3 missing', numeric: true },
    { name: 'wind', holds: 'numbers', numeric: true },
    { name: 'weather', holds: '5 words', numeric: false },
  ],
  problems: [
    {
      path: ['data', 'targets', 0],
      message:
        'data.targets: there is no column "temp_maxx" in seattle-weather.csv; did you mean "temp_max"? It has date, precipitation, temp_max, temp_min, wind, weather',
    },
  ],
};

export function form(
  name: string,
  text = weatherConfig,
  known: KnownData = weatherData,
): Extract<HostToPanel, { type: 'form' }> {
  return {
    type: 'form',
    form: {
      file: `examples/${name}/${name}.unroll.json`,
      ...formOf(text, known),
      presets: presets.map(({ task, name: title, about, look }) => ({ task, name: title, about, look })),
    },
  };
}
