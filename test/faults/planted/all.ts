/** All planted faults. */
import type { Planted } from '../case';
import { curveFaults } from './curves';
import { dataFaults } from './data';
import { gradientFaults } from './gradients';
import { unitFaults } from './units';

export const planted: readonly Planted[] = [...gradientFaults, ...unitFaults, ...curveFaults, ...dataFaults];
