/**
 * Every threshold of the diagnosis, with its unit (`1` of a ratio) and where it comes from. They are ratios of the run's own numbers but
 * for counts, and for what has a scale of its own: gates, biases, and inputs as they are fed.
 */
export interface Thresholds {
  /**
   * Credit, relative to that at the target step, below which a step counts as not reached: 1. The same 10⁻³ as the horizon
   * of docs/math.md. A gradient a thousandth as long moves the weights by less than a batch's noise does.
   */
  readonly creditReached: number;
  /**
   * Credit, relative to that at the target step, above which a gradient has exploded: 1. The counterpart of `creditReached`:
   * the early step then outweighs the late one as much as it would there be outweighed.
   */
  readonly creditExploded: number;
  /**
   * Where the task's lag is not known: the share of the way from the last input to the first that credit should go, 1. Half is
   * the mean distance of an input, so below it most inputs are out of reach.
   */
  readonly expectedReach: number;
  /**
   * exp(λ₁·T), the growth of a small change over the sequence by the largest Lyapunov exponent, from which λ₁ counts as
   * positive: 1. λ₁ > 0 is chaos in the limit of long sequences (Engelken, Wolf and Abbott 2023); of one finite sequence
   * λ₁ is an estimate, and a factor of ten is far from its error.
   */
  readonly chaoticGrowth: number;
  /**
   * A gradient's norm is a spike above so many times the median of the updates around it: 1. Pascanu, Mikolov and Bengio
   * (2013, section 3.2) clip at half to ten times the average norm; what lies above ten is what clipping is for.
   */
  readonly spike: number;
  /** Spikes, in updates, that make a habit: one or two can be odd batches. */
  readonly spikes: number;
  /**
   * Share of clipped updates, 1, above which clipping is the rule and no longer the exception: most of them. Counted over the
   * later half, since nearly every training begins with large gradients.
   */
  readonly clippedShare: number;
  /**
   * Clip norm over mean norm, 1, below which the limit of SGD is too tight: the lower end of the range that works by Pascanu, Mikolov
   * and Bengio (2013, section 3.2).
   */
  readonly tightClip: number;
  /** Share of a layer's units and steps, 1, at which a gate or tanh is saturated, from which on most of it stands still. */
  readonly saturated: number;
  /**
   * A carry gate (the forget gate of an LSTM, z of a GRU) that keeps nearly all is what memory is made of, so for it the bounds
   * are narrower: above this value, 1, σ′ is below 0.01 and the gate is not only open but cannot learn to shut.
   */
  readonly stuckOpen: number;
  /** Share of a layer's units and steps, 1, at which a carry gate has to be stuck: all but stray ones. */
  readonly stuckShare: number;
  /** Share of dead ReLU units, 1, that is worth a word: a few do no harm, as the others do their work. */
  readonly deadNoted: number;
  /**
   * Share of dead ReLU units, 1, that is a fault. The notes of Stanford's CS231n ("Neural Networks Part 1", ReLU) give 40 % for a
   * learning rate that is too high.
   */
  readonly deadFault: number;
  /**
   * Loss over baseline, 1, from which a run is no better than it. 5 % is the sampling error of a mean squared error over a few
   * hundred sequences.
   */
  readonly noBetter: number;
  /**
   * Loss over baseline, 1, below which a task that needs memory has been learnt. To know half of what is asked (one of the two
   * numbers or symbols) gives half of the baseline in adding (1/12 of 1/6), temporal order (ln 2 of ln 4) and copy alike; half
   * of that cannot be had without the far half.
   */
  readonly learnt: number;
  /** Updates, below which a curve says nothing yet. */
  readonly fewestUpdates: number;
  /** Epochs, below which an epoch's loss says nothing yet. */
  readonly fewestEpochs: number;
  /**
   * A forget gate's effective bias b_ih + b_hh, as its mean over the units, below which none has been given: half of the 1 of
   * Gers, Schmidhuber and Cummins (2000) and Jozefowicz, Zaremba and Sutskever (2015).
   */
  readonly forgetBiasMissing: number;
  /** Above this a forget bias has been given: three quarters of that 1. */
  readonly forgetBiasGiven: number;
  /**
   * Difference of the means of both bias vectors' forget parts over the mean, 1, below which they are one number set twice: what is
   * set once, and what is learnt beside it, differ by that number itself.
   */
  readonly sameBias: number;
  /**
   * Deviation over the units of a bias over its mean, 1, below which it was set and not learnt: what is set begins with 0, and what is
   * learnt differs from unit to unit.
   */
  readonly evenBias: number;
  /** Loss of early updates over that of the very first, 1, from which it was the updates that made it so. */
  readonly earlyRise: number;
  /** Share of what the loss had gained, 1, that it may give back. */
  readonly givenBack: number;
  /** Standard errors of a mean loss by which two means have to differ: the usual 3σ. */
  readonly noise: number;
  /**
   * Where the loss stays above the baseline: largest over smallest mean of ten stretches of the later half, 1, from which it is
   * thrown about and not merely slow.
   */
  readonly unsteady: number;
  /**
   * Fall of the loss in the later half over that in the earlier half, 1, from which it is still far from flattening out. One that
   * approaches its limit exponentially falls less and less; a line gives 1.
   */
  readonly steadyFall: number;
  /** Share of the loss, 1, that a run has lost by its end at most, for it to be slow. */
  readonly slowFall: number;
  /** Spearman's rank correlation of loss and time, 1, below whose negative it falls steadily. By chance so of 20 stretches less than once in
   * 10,000 times, of 6 epochs (the fewest) about once in 30. */
  readonly steadiness: number;
  /**
   * Root mean square of an update over that of the weights, 1. About 10⁻³ is healthy (Karpathy, CS231n notes, "Neural Networks Part
   * 3": lower might mean too low a learning rate, higher too high); a tenth of it is too small.
   */
  readonly smallUpdate: number;
  /**
   * The same times the number of updates, 1, which is the most that the weights can have moved, were all updates in one direction; and
   * the share of the loss that a run has lost. Below a twentieth of both it is where it started.
   */
  readonly barelyMoved: number;
  /**
   * Rise of the validation loss over its best, 1: Prechelt (1998, "Early stopping – but when?") stops at a generalisation loss of
   * 5 to 20 %.
   */
  readonly validationRise: number;
  /** The same rise over the baseline, 1: a tenth of next to nothing is nothing. */
  readonly noticeableRise: number;
  /**
   * Spearman's rank correlation of loss and time since the best epoch, 1: validation has to rise and training to fall by it. Half,
   * since both are noisy; where a learning rate throws both about, they have no such order.
   */
  readonly turned: number;
  /**
   * Validation loss less training loss over the baseline, 1, from which the model knows its training sequences by heart: half of what
   * there is to know it knows of these alone.
   */
  readonly memorised: number;
  /** Epochs since the best one, below which the next may be better. */
  readonly epochsSinceBest: number;
  /**
   * Size of mean or deviation of an input as it is fed, in deviations of a scaled one: what standardising gives is 0 and 1 (LeCun,
   * Bottou, Orr and Müller 1998, "Efficient BackProp", section 4.3). A tanh is within 0.5 % of its end at 3.
   */
  readonly largeInput: number;
  /** Deviation below which a varying input says next to nothing to weights of the usual size. */
  readonly smallInput: number;
  /**
   * Share of a target that one input explains at the target's own step, 1, from which it knows the target: by a straight line a
   * correlation of 0.99, which two measurements of one thing have, and two things seldom.
   */
  readonly targetKnown: number;
  /** What that input leaves of the target over what the last known target leaves, 1: a slow series is nearly its own yesterday. */
  readonly leftByLeak: number;
  /**
   * Share of sequences that go on into another series, 1, and of steps that only fill up, from which on they hold learning back: the
   * twentieth that also counts as noticeable in a loss (`noBetter`).
   */
  readonly mixedShare: number;
  /** Time steps that are analysed at most; of a longer sequence the last ones. For time. */
  readonly mostSteps: number;
  /** Target steps that are followed back at most, evenly spread. For time. */
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
