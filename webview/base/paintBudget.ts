/**
 * Decides which plots are drawn in a frame. A step of a zoom changes every visible plot. So that no frame is
 * delayed, the plots that do not fit into it are drawn in the next, before the others.
 */

/** Draws the changes of a plot. */
export type Painter = () => void;

/** Time for drawing in a frame, in milliseconds; the painter that exceeds it is the frame's last. */
const budget = 2;

class PaintBudget {
  private readonly waiting = new Set<Painter>();
  private spent = 0;
  private frame = 0;

  /**
   * Runs the painter now if this frame has time left, otherwise once in the next, however often it was
   * requested.
   */
  ask(painter: Painter): void {
    this.waiting.add(painter);
    if (this.spent < budget) {
      this.paint(painter);
    }
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.spent = 0;
      this.drain();
    });
  }

  private drain(): void {
    for (const painter of this.waiting) {
      if (this.spent >= budget) {
        this.ask(painter);
        return;
      }
      this.paint(painter);
    }
  }

  private paint(painter: Painter): void {
    const start = performance.now();
    this.waiting.delete(painter);
    painter();
    this.spent += performance.now() - start;
  }
}

/** The budget that all plots of the page share. */
export const paintBudget = new PaintBudget();
