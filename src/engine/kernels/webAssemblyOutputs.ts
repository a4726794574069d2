/** Outputs and losses in WebAssembly: the calls of `assembly/softmax.ts` and `assembly/losses.ts`. */
import type { Exports } from './exports';
import type { Kernels } from './kernels';
import { lossGradient } from './outputs';

export function outputKernels(module: Exports): Pick<Kernels, 'activate' | 'rowLosses' | 'lossGradient'> {
  return {
    activate({ output, a, y, O, logSums }, first, end) {
      switch (output) {
        case 'identity':
          y.values.set(a.values.subarray(first * O, end * O), first * O);
          break;
        case 'sigmoid':
          module.sigmoid((end - first) * O, at(a) + 4 * first * O, at(y) + 4 * first * O);
          break;
        case 'softmax':
          module.softmax(first, end, O, at(a), at(y), logSums.byteOffset);
      }
    },

    rowLosses({ loss, a, y, O, logSums, place, target, targetClass, mask, losses }, first, end) {
      const [places, masks, to] = [place.byteOffset, mask.byteOffset, losses.byteOffset];
      switch (loss) {
        case 'crossEntropy': {
          const classes = targetClass.byteOffset;
          module.crossEntropy(first, end, O, at(a), logSums.byteOffset, places, classes, masks, to);
          break;
        }
        case 'binaryCrossEntropy':
          module.binaryCrossEntropy(first, end, O, at(a), places, at(target), masks, to);
          break;
        case 'mse':
          module.squaredError(first, end, O, at(y), places, at(target), masks, to);
      }
    },

    lossGradient(rows, first, end, weight) {
      const { loss, output, y, da, O, place, target, targetClass, mask, classWeights } = rows;
      const [places, masks] = [place.byteOffset, mask.byteOffset];
      if (loss === 'crossEntropy') {
        const classes = targetClass.byteOffset;
        const weights = classWeights?.byteOffset ?? 0;
        module.crossEntropyGradient(first, end, O, at(y), places, classes, masks, weights, weight, at(da));
      } else if (loss === 'binaryCrossEntropy' || output === 'identity') {
        const factor = ((loss === 'mse' ? 2 : 1) * weight) / O;
        module.differenceGradient(first, end, O, at(y), places, at(target), masks, factor, at(da));
      } else {
        lossGradient(rows, first, end, weight); // a squared error behind a function is rare, and has few numbers
      }
    },
  };
}

function at({ values }: { readonly values: { readonly byteOffset: number } }): number {
  return values.byteOffset;
}
