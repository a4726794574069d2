/**
 * The names of the losses of a training. Where a decoder reads the true previous target in training and its
 * own output in validation, the two losses are not of one kind, and their names state it.
 */
export interface LossNames {
  readonly training: string;
  readonly validation: string;
  /** The training sequences with a decoder that reads its own output; null where `training` is that already. */
  readonly free: string | null;
}

export function lossNames(teacherForced: boolean): LossNames {
  return teacherForced
    ? {
        training: 'training (teacher-forced)',
        validation: 'validation (decoding freely)',
        free: 'training (decoding freely)',
      }
    : { training: 'training', validation: 'validation', free: null };
}
