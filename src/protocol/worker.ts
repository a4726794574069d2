/** Messages between a worker thread and who started it. Types only. */
import type { Thresholds } from '../analysis/diagnosis/thresholds';
import type { LayerAnalysis } from '../analysis/layerAnalysis';
import type { Spectrum } from '../analysis/spectrum';
import type { PickBy, Picked, PickProgress, ProbeKey } from './picked';
import type { Diagnosis, RunEvent } from './run';

export type WorkerRequest =
  | {
      readonly request: 'train';
      /** Absolute path of the config. */
      readonly config: string;
      /** Its text; the editor's may be newer than the file's. */
      readonly text: string;
      /** Absolute folder of the new run; absent: `.unroll/<name>/<time>-<letters>` beside the config. */
      readonly out?: string;
      /** Absolute folder of a run to go on with. */
      readonly resume?: string;
      /** Data files must lie inside one of these absolute folders; absent: no limit (the command line). */
      readonly roots?: readonly string[];
      /** Ends after so many updates, with a trace of that moment; absent: trains to the end. */
      readonly updates?: number;
      /**
       * Two Int32 in shared memory. The first: anything but 0 means cancel. The second: 1 once there is a run folder that
       * must be left in order, 2 where the thread is ended before there is one.
       */
      readonly cancel: SharedArrayBuffer;
    }
  | {
      readonly request: 'spectrum';
      readonly id: number;
      /** Absolute path of a checkpoint. */
      readonly file: string;
      /** Names of blocks (see `Spectrum.name`), or all recurrent blocks. */
      readonly blocks: readonly string[] | 'all';
    }
  | {
      /** The eigenvalues of one block alone. */
      readonly request: 'eigenvalues';
      readonly id: number;
      /** Absolute path of a file with weights. */
      readonly file: string;
      readonly block: string;
    }
  | {
      /** Diagnoses a run, and writes `findings.json` into its folder. */
      readonly request: 'diagnose';
      readonly id: number;
      /** Absolute folder of the run. */
      readonly folder: string;
      readonly limits: Partial<Thresholds>;
    }
  | ({
      readonly request: 'analyse';
      readonly id: number;
      /** Absolute folder of the run. */
      readonly folder: string;
    } & AnalysedLayer)
  | ({ readonly request: 'pick'; readonly id: number } & PickRequest);

/** Finds a sequence, and records it with the weights of a moment. */
export interface PickRequest {
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Absolute path of the config, which the data file's path is relative to. */
  readonly config: string;
  /** As in `train`. */
  readonly roots: readonly string[];
  /** The moment, as updates done. */
  readonly step: number;
  readonly pick: PickBy;
  /** One Int32 in shared memory: anything but 0 means cancel. */
  readonly cancel: SharedArrayBuffer;
}

/** A layer of one probe, at one moment of training. */
export interface AnalysedLayer {
  /** Updates done when the trace was made. */
  readonly step: number;
  readonly probe: ProbeKey;
  /** As in a trace's names. */
  readonly layer: string;
}

export type WorkerReply =
  /** What a run said since the last reply, in order. */
  | { readonly reply: 'run'; readonly events: readonly RunEvent[] }
  | { readonly reply: 'spectrum'; readonly id: number; readonly spectra: readonly Spectrum[] }
  | { readonly reply: 'eigenvalues'; readonly id: number; readonly values: Float32Array }
  | { readonly reply: 'diagnosis'; readonly id: number; readonly diagnosis: Diagnosis }
  | { readonly reply: 'analysis'; readonly id: number; readonly analysis: LayerAnalysis }
  | ({ readonly reply: 'pickProgress'; readonly id: number } & PickProgress)
  /** Null where it was cancelled. */
  | { readonly reply: 'picked'; readonly id: number; readonly picked: Picked | null }
  | { readonly reply: 'error'; readonly id: number; readonly message: string };
