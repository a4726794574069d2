/**
 * Every threshold of the diagnosis, with its unit (`1` for a ratio) and its source. They are ratios of the
 * run's own numbers, except for counts and for values with a scale of their own: gates, biases, and inputs as
 * they are fed.
 */
export interface Thresholds {
  /**
   * Credit, relative to that at the target step, below which a step counts as not reached: 1. The same 10⁻³
   * as the horizon of docs/math.md. A gradient a thousandth as long moves the weights by less than a batch's
   * noise does.
   */
  readonly creditReached: number;
  /**
   * Credit, relative to that at the target step, above which a gradient has exploded: 1. The counterpart of
   * `creditReached`: the early step then outweighs the late one as much as the late one outweighs the early
   * one there.
   */
  readonly creditExploded: number;
  /**
   * Share of the way from the last input to the first that credit should go where the task's lag is not
   * known, 1. Half is the mean distance of an input, so below it most inputs are out of reach.
   */
  readonly expectedReach: number;
  /**
   * exp(λ₁·T), the growth of a small change over the sequence by the largest Lyapunov exponent, from which λ₁
   * counts as positive: 1. λ₁ > 0 is chaos in the limit of long sequences (Engelken, Wolf and Abbott 2023);
   * for one finite sequence λ₁ is an estimate, and a factor of ten is well beyond its error.
   */
  readonly chaoticGrowth: number;
  /**
   * Ratio to the median norm of the updates around it above which a gradient's norm is a spike: 1. Pascanu,
   * Mikolov and Bengio (2013, section 3.2) clip at half to ten times the average norm; clipping is meant for
   * norms above ten times.
   */
  readonly spike: number;
  /** Number of spikes, in updates, from which they count as recurrent: one or two can be odd batches. */
  readonly spikes: number;
  /**
   * Share of clipped updates, 1, above which clipping is the rule and no longer the exception: half of them.
   * It is counted over the later half, since nearly every training begins with large gradients.
   */
  readonly clippedShare: number;
  /**
   * Ratio of clip norm to mean norm, 1, below which the limit is too tight for SGD: the lower end of the
   * range that works according to Pascanu, Mikolov and Bengio (2013, section 3.2).
   */
  readonly tightClip: number;
  /**
   * Share of a layer's units and steps, 1, at which a gate or tanh is saturated, from which most of the gate
   * or tanh no longer responds.
   */
  readonly saturated: number;
  /**
   * Value of a carry gate (the forget gate of an LSTM, z of a GRU), 1, above which it is stuck open. Memory
   * consists of keeping nearly everything, so the bound is narrower than for other gates: above it σ′ is
   * below 0.01, and the gate is not only open but cannot learn to shut.
   */
  readonly stuckOpen: number;
  /** Share of a layer's units and steps, 1, at which a carry gate has to be stuck: all except stray ones. */
  readonly stuckShare: number;
  /**
   * Share of dead ReLU units, 1, from which they are reported: a few do no harm, because the others do their
   * work.
   */
  readonly deadNoted: number;
  /**
   * Share of dead ReLU units, 1, from which they are a fault. The notes of Stanford's CS231n ("Neural
   * Networks Part 1", ReLU) give 40 % for a learning rate that is too high.
   */
  readonly deadFault: number;
  /**
   * Ratio of loss to baseline, 1, from which a run is no better than the baseline. 5 % is the sampling error
   * of a mean squared error over a few hundred sequences.
   */
  readonly noBetter: number;
  /**
   * Ratio of loss to baseline, 1, below which a task that needs memory has been learnt. Knowing half of the
   * answer (one of the two numbers or symbols) gives half of the baseline in adding (1/12 of 1/6), in
   * temporal order (ln 2 of ln 4) and in copy; half of that cannot be reached without the distant half.
   */
  readonly learnt: number;
  /** Fewest updates from which a curve means something. */
  readonly fewestUpdates: number;
  /** Fewest epochs from which an epoch's loss means something. */
  readonly fewestEpochs: number;
  /**
   * Effective bias b_ih + b_hh of a forget gate, as the mean over the units, below which no bias has been
   * set: half of the 1 of Gers, Schmidhuber and Cummins (2000) and Jozefowicz, Zaremba and Sutskever (2015).
   */
  readonly forgetBiasMissing: number;
  /** Effective bias above which a forget bias has been set: three quarters of that 1. */
  readonly forgetBiasGiven: number;
  /**
   * Difference of the means of both bias vectors' forget parts, relative to the mean, 1, below which the same
   * number was set in both. A bias that was set in one vector only makes the means differ by that number
   * itself.
   */
  readonly sameBias: number;
  /**
   * Deviation of a bias over the units, relative to its mean, 1, below which it was set and not learnt: a set
   * bias starts with deviation 0, a learnt one differs from unit to unit.
   */
  readonly evenBias: number;
  /**
   * Ratio of the loss of early updates to that of the very first, 1, from which the updates have caused the
   * rise.
   */
  readonly earlyRise: number;
  /** Share of its earlier fall, 1, by which the loss may rise again. */
  readonly givenBack: number;
  /** Number of standard errors by which two mean losses have to differ: the usual 3σ. */
  readonly noise: number;
  /**
   * For a loss that stays above the baseline: ratio of the largest to the smallest mean of ten stretches of
   * the later half, 1, from which the loss is thrown about and not merely slow.
   */
  readonly unsteady: number;
  /**
   * Ratio of the fall of the loss in the later half to that in the earlier half, 1, from which it is still
   * far from flattening out. A loss that approaches its limit exponentially falls less and less; a straight
   * line gives 1.
   */
  readonly steadyFall: number;
  /**
   * Ratio of the first update to the usual size of a weight at the start, 1, from which an adaptive optimizer
   * leaves nothing of the start: a thousand times the healthy ratio of `smallUpdate`.
   */
  readonly largestUpdate: number;
  /** Largest share, 1, by which the loss of a slow run has fallen by its end. */
  readonly slowFall: number;
  /**
   * Size of Spearman's rank correlation of loss and time, 1, from which the loss falls steadily. By chance
   * this happens less than once in 10,000 times with 20 stretches, and about once in 30 with 6 epochs (the
   * fewest).
   */
  readonly steadiness: number;
  /**
   * Ratio of the root mean square of an update to that of the weights, 1. About 10⁻³ is healthy (Karpathy,
   * CS231n notes, "Neural Networks Part 3": lower might mean too low a learning rate, higher too high); a
   * tenth of it is too small.
   */
  readonly smallUpdate: number;
  /**
   * Ratio of update to weights (as in `smallUpdate`) times the number of updates, 1, which is the most that
   * the weights can have moved if all updates had one direction; and the share by which the loss has fallen.
   * If both are below a twentieth, the run is where it started.
   */
  readonly barelyMoved: number;
  /**
   * Rise of the validation loss relative to its best, 1: Prechelt (1998, "Early stopping – but when?") stops
   * at a generalisation loss of 5 to 20 %.
   */
  readonly validationRise: number;
  /** The same rise relative to the baseline, 1: a tenth of almost nothing is nothing. */
  readonly noticeableRise: number;
  /**
   * Spearman's rank correlation of loss and time since the best epoch, 1: validation has to rise and training
   * to fall by it. It is a half, since both are noisy; where a learning rate throws both about, they have no
   * such order.
   */
  readonly turned: number;
  /**
   * Difference of validation loss and training loss relative to the baseline, 1, from which the model knows
   * its training sequences by heart: half of what can be known, it knows about these sequences only.
   */
  readonly memorised: number;
  /** Epochs since the best one that have to pass; with fewer, the next may still be better. */
  readonly epochsSinceBest: number;
  /**
   * Size of the mean or deviation of an input as it is fed, in deviations of a scaled input; standardising
   * gives 0 and 1 (LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp", section 4.3). A tanh is within
   * 0.5 % of its end at 3.
   */
  readonly largeInput: number;
  /**
   * Size of mean and deviation below which a varying input has almost no effect through weights of the usual
   * size.
   */
  readonly smallInput: number;
  /**
   * Share of a target that one input explains at the target's own step, 1, from which the input knows the
   * target: with a straight line this is a correlation of 0.99, which two measurements of one thing have, and
   * two different things seldom.
   */
  readonly targetKnown: number;
  /**
   * Ratio of the variance that this input leaves unexplained to that which the last known target leaves, 1: a
   * slow series is nearly determined by its last value.
   */
  readonly leftByLeak: number;
  /**
   * Share of sequences that continue into another series, 1, and share of steps that are padding, from which
   * they hold learning back: the twentieth that also counts as noticeable in a loss (`noBetter`).
   */
  readonly mixedShare: number;
  /** Most time steps that are analysed, to save time; of a longer sequence the last ones. */
  readonly mostSteps: number;
  /** Most target steps that are followed back, to save time; they are evenly spread. */
  readonly mostTargets: number;
}

export const thresholds: Thresholds = {
  creditReached: 1e-3,
  creditExploded: 1e3,
  expectedReach: 0.5,
  chaoticGrowth: 10,
  spike: 10,
  spikes: 3,
  clippedShare: 0.5,
  tightClip: 0.5,
  saturated: 0.5,
  stuckOpen: 0.99,
  stuckShare: 0.95,
  deadNoted: 0.1,
  deadFault: 0.4,
  noBetter: 0.95,
  learnt: 0.25,
  fewestUpdates: 40,
  fewestEpochs: 3,
  forgetBiasMissing: 0.5,
  forgetBiasGiven: 0.75,
  sameBias: 0.1,
  evenBias: 0.25,
  earlyRise: 3,
  givenBack: 0.25,
  noise: 3,
  unsteady: 2,
  steadyFall: 0.5,
  largestUpdate: 1,
  slowFall: 0.5,
  steadiness: 0.8,
  smallUpdate: 1e-4,
  barelyMoved: 0.05,
  validationRise: 0.1,
  noticeableRise: 0.01,
  turned: 0.5,
  memorised: 0.5,
  epochsSinceBest: 3,
  largeInput: 3,
  smallInput: 0.1,
  targetKnown: 0.98,
  leftByLeak: 0.1,
  mixedShare: 0.05,
  mostSteps: 2000,
  mostTargets: 48,
};
