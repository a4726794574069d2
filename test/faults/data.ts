/** The data files of the cases: files of the examples, and series made from a fixed seed. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../src/data/common/random';
import { examples } from '../vscode/folders';

const random = (name: string) => new Random(1, 'faults', name);

/** Writes every data file into a folder. */
export function writeData(folder: string): void {
  for (const file of ['weather/seattle-weather.csv', 'co2/co2-concentration.csv', 'names/first-names.txt']) {
    copyFileSync(path.join(examples, file), path.join(folder, path.basename(file)));
  }
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(
      path.join(folder, name),
      content()
        .map((line) => `${line}\n`)
        .join(''),
    );
  }
}

/** Returns the lines of each file. */
const files: Readonly<Record<string, () => string[]>> = {
  'season.csv': season,
  'pressure.csv': pressure,
  'noise.csv': noise,
  'walk.csv': walk,
  'echo.jsonl': echo,
  'letters.jsonl': firstOrLast,
  'guess.jsonl': guess,
  'counts.jsonl': counts,
  'reverse.jsonl': reverse,
  'text.txt': text,
  'few-names.txt': fewNames,
  'padded.jsonl': padded,
  'padded-classes.jsonl': paddedClasses,
  'stations.csv': stations,
  'tomorrow.csv': tomorrow,
  'units.csv': units,
};

const rows = (count: number) => Array.from({ length: count }, (_, t) => t);
const digits = (value: number) => value.toFixed(3);

/** A season of 24 rows, a second column that leads it by three, and noise. */
function season(): string[] {
  const r = random('season');
  const value = (t: number) => Math.sin((2 * Math.PI * t) / 24);
  return [
    'load,leader',
    ...rows(1500).map((t) =>
      [20 + 6 * value(t) + 0.6 * r.normal(), 3 + value(t + 3) + 0.1 * r.normal()].map(digits).join(),
    ),
  ];
}

/** Air pressure in pascal, with a season in the temperature. */
function pressure(): string[] {
  const r = random('pressure');
  let p = 0;
  return [
    'pressure,temperature',
    ...rows(1200).map((t) => {
      p = 0.9 * p + r.normal();
      return `${digits(101_325 + 300 * p)},${digits(Math.sin(t / 6) + 0.1 * r.normal())}`;
    }),
  ];
}

/** Random values, from which nothing can be known about the next row. */
function noise(): string[] {
  const r = random('noise');
  return ['value,other', ...rows(1500).map(() => `${digits(r.normal())},${digits(r.normal())}`)];
}

/** A random walk, whose last value is the best forecast. */
function walk(): string[] {
  const r = random('walk');
  let x = 0;
  return [
    'price',
    ...rows(1500).map(() => {
      // The walk is pulled back slightly, so that validation lies in the range of training, but by less than
      // is visible in one row.
      x = 0.995 * x + r.normal();
      return digits(x);
    }),
  ];
}

/** The target is the input of the previous step. */
function echo(): string[] {
  const r = random('echo');
  return rows(400).map(() => {
    const x = rows(30).map(() => Number(digits(r.normal())));
    return JSON.stringify({ x, y: x.map((_, t) => (t > 0 ? x[t - 1] : 0)) });
  });
}

/** The class is the larger of the first and the last of five letters. */
function firstOrLast(): string[] {
  const r = random('letters');
  return rows(600).map(() => {
    const word = rows(5).map(() => 'abcd'[r.integer(4)]);
    return JSON.stringify({ word: word.join(''), kind: word[0] > word[4] ? 'first' : 'last' });
  });
}

/** A class that is unrelated to the inputs. */
function guess(): string[] {
  const r = random('guess');
  return rows(2000).map(() =>
    JSON.stringify({
      x: rows(20).map(() => Number(digits(r.normal()))),
      kind: r.next() < 0.5 ? 'yes' : 'no',
    }),
  );
}

/** Sequences of different lengths; the target is the mean so far. Values are a few thousand. */
function counts(): string[] {
  const r = random('counts');
  return rows(500).map(() => {
    const x = rows(10 + r.integer(20)).map(() => 2000 + r.integer(2000));
    let sum = 0;
    return JSON.stringify({
      x,
      y: x.map((value, t) => {
        sum += value;
        return Number(digits(sum / (t + 1)));
      }),
    });
  });
}

/** A word followed by its reverse. */
function reverse(): string[] {
  const r = random('reverse');
  return rows(3000).map(() => {
    const word = rows(3).map(() => 'abcd'[r.integer(4)]);
    return JSON.stringify({ word: word.join(''), back: word.toReversed().join('') });
  });
}

/** Sentences from a small grammar. */
function text(): string[] {
  const r = random('text');
  const pick = (words: string) => {
    const all = words.split(' ');
    return all[r.integer(all.length)];
  };
  return rows(900).map(
    () =>
      `the ${pick('old small red quick')} ${pick('cat dog bird horse')} ${pick('saw met took left')} a ${pick('tree house river road')}.`,
  );
}

/** Every fifth of the example's first names. */
function fewNames(): string[] {
  const names = readFileSync(path.join(examples, 'names', 'first-names.txt'), 'utf8').split('\n');
  return names.filter((name, i) => name !== '' && i % 5 === 0);
}

/** Sequences of 10 to 30 steps, filled up with zeros to 60. */
function padded(): string[] {
  const r = random('padded');
  return rows(500).map(() => {
    const length = 10 + r.integer(20);
    const x = rows(length).map(() => Number(digits(5 + r.normal())));
    const y = x.map((_, t) => (t > 0 ? x[t - 1] : 5));
    const fill = rows(60 - length).map(() => 0);
    return JSON.stringify({ x: [...x, ...fill], y: [...y, ...fill] });
  });
}

/** Sequences of 10 to 30 steps, filled up with −1 to 60; the class is the sign of their mean. */
function paddedClasses(): string[] {
  const r = random('padded classes');
  return rows(500).map(() => {
    const length = 10 + r.integer(20);
    const level = r.uniform(-1, 1);
    const x = rows(length).map(() => Number(digits(level + 0.5 * r.normal())));
    const kind = x.reduce((sum, value) => sum + value, 0) > 0 ? 'above' : 'below';
    return JSON.stringify({ x: [...x, ...rows(60 - length).map(() => -1)], kind });
  });
}

/** Long runs of one station after the other, each with its own level. */
function stations(): string[] {
  const r = random('stations');
  return [
    'station,level',
    ...['north', 'south', 'east', 'west', 'centre'].flatMap((station, s) =>
      rows(300).map((t) => `${station},${digits(10 * s + Math.sin(t / 5) + 0.1 * r.normal())}`),
    ),
  ];
}

/** The same temperature in two units, and the wind. */
function units(): string[] {
  const r = random('units');
  return [
    'celsius,fahrenheit,wind',
    ...rows(1200).map((t) => {
      const celsius = 10 + 8 * Math.sin(t / 12) + 2 * r.normal();
      return [celsius, 32 + 1.8 * celsius, 4 + r.normal()].map(digits).join();
    }),
  ];
}

/** A temperature and the next row's temperature, rounded to a tenth. */
function tomorrow(): string[] {
  const r = random('tomorrow');
  const celsius = rows(1201).map((t) => 10 + 8 * Math.sin(t / 12) + 2 * r.normal());
  return ['celsius,ahead', ...rows(1200).map((t) => [digits(celsius[t]), celsius[t + 1].toFixed(1)].join())];
}
